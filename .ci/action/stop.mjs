// At the end of the job: what happened in the sandbox as a summary, its end, and its log (action.yml).
import { appendFileSync, readFileSync } from "node:fs";

const { STATE_url: url, STATE_pid: pid, STATE_log: log } = process.env;
const MOST = 1000;

const get = async (path) => (await fetch(`${url}/_mock/${path}`)).json();

async function summary() {
  const [calls, messages, requests] = await Promise.all([
    get(`calls?limit=${MOST}`),
    get(`messages?limit=${MOST}`),
    get("requests?matched=false"),
  ]);
  const all = [...calls.calls, ...messages.messages];
  const callbacks = all.flatMap((one) => one.callbacks);
  const attempts = callbacks.flatMap((one) => one.attempts);
  const rows = [
    ["calls", calls.total],
    ["messages", messages.total],
    ["callbacks sent", attempts.length],
    ["of them acknowledged", attempts.filter((one) => one.acknowledged).length],
    ["callbacks that nobody took", callbacks.filter((one) => ["exhausted", "blocked"].includes(one.state)).length],
    ["warnings", all.flatMap((one) => one.warnings).length],
    ["requests that no operation answered", requests.total],
  ];
  const lines = rows.map(([what, count]) => `| ${what} | ${count} |`);
  return ["### mock-esms", "", "| what | how many |", "| --- | --- |", ...lines, ""].join("\n");
}

if (pid) {
  try {
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${await summary()}\n`);
  } catch (error) {
    console.log(`::warning title=mock-esms::It could not be asked what happened: ${error.message}`);
  }
  try {
    process.kill(Number(pid), "SIGTERM");
    const running = () => { try { return process.kill(Number(pid), 0); } catch { return false; } };
    for (let tries = 0; running() && tries < 600; tries += 1) await new Promise((done) => setTimeout(done, 20));
  } catch (error) {
    console.log(`::warning title=mock-esms::It had ended already: ${error.message}`);
  }
  console.log(`::group::The log of mock-esms\n${readFileSync(log, "utf8")}\n::endgroup::`);
}
