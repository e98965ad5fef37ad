// Installs the sandbox, starts it on a free port, and hands out its address (action.yml).
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const MOST_SECONDS = 60;
const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
const tell = (file, name, value) => appendFileSync(process.env[file], `${name}=${value}\n`);

function installed(folder) {
  const wanted = input("install");
  if (!wanted) return "mock-esms";
  const here = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
  const run = (...command) => execFileSync(command[0], command.slice(1), { stdio: ["ignore", "inherit", "inherit"] });
  run(input("python"), "-m", "venv", join(folder, "venv"));
  run(join(folder, "venv", "bin", "pip"), "install", "--quiet", wanted === "here" ? `${here}[tls]` : wanted);
  return join(folder, "venv", "bin", "mock-esms");
}

// Words as a shell takes them, as far as quotes go.
const words = (line) => [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? found[2] ?? found[3]);

const folder = mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), "mock-esms-"));
const [out, log] = [join(folder, "ready"), join(folder, "mock-esms.log")];
const server = spawn(installed(folder), ["serve", "--port", "0", ...words(input("arguments"))], {
  detached: true,
  stdio: ["ignore", openSync(out, "w"), openSync(log, "w")],
});
let ended = "";
server.on("error", (error) => (ended = error.message));
server.on("exit", (status) => (ended = `it ended with status ${status}`));

const deadline = Date.now() + MOST_SECONDS * 1000;
const wait = () => {
  const ready = readFileSync(out, "utf8").match(/^mock-esms ready: (\S+)$/m);
  if (ready) {
    tell("GITHUB_OUTPUT", "url", ready[1]);
    tell("GITHUB_OUTPUT", "log", log);
    for (const [name, value] of Object.entries({ url: ready[1], log, pid: server.pid })) tell("GITHUB_STATE", name, value);
    console.log(`mock-esms is at ${ready[1]}`);
    server.unref();
    process.exit(0);
  }
  if (ended || Date.now() > deadline) {
    console.log(readFileSync(log, "utf8"));
    console.log(`::error title=mock-esms::It did not start: ${ended || `no ready line within ${MOST_SECONDS} s`}.`);
    process.exit(1);
  }
  setTimeout(wait, 20);
};
wait();
