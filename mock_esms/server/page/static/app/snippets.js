// The first call and the first SMS in the languages that talk to eSMS, with this sandbox's address and keys.

import { encoded } from "./curl.js";

export const LANGUAGES = {
  curl: "curl",
  python: "Python",
  node: "Node.js",
  php: "PHP",
  java: "Java",
  csharp: "C#",
  go: "Go",
};

const PHONE = "0901888484";

/** What is asked of which operation; both by GET. */
const FIRST = {
  call: {
    operation: "MakeCallRecord_V2",
    parameters: {
      TemplateId: "1",
      Phone: PHONE,
      CallbackUrl:
        "http://127.0.0.1:9000/voice?ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus=",
    },
  },
  sms: {
    operation: "SendMultipleMessage_V4_get",
    parameters: {
      Phone: PHONE,
      Brandname: "Baotrixemay",
      SmsType: "2",
      Content: "123456 la ma xac minh dang ky Baotrixemay cua ban",
      CallbackUrl: "http://127.0.0.1:9000/sms",
    },
  },
};

/**
 * @param {"call" | "sms"} what
 * @param {string} language
 * @param {{url: string, key: string, secret: string}} here
 */
export function snippet(what, language, { url, key, secret }) {
  const first = FIRST[what];
  const address = `${url}/MainService.svc/json/${first.operation}`;
  const parameters = { ApiKey: key, SecretKey: secret, ...first.parameters };
  const pairs = (line) =>
    Object.entries(parameters)
      .map(([name, value]) => line(name, value))
      .join("\n");
  const whole = `${address}?${encoded(parameters)}`;
  return WRITTEN[language](address, pairs, whole).trim();
}

const WRITTEN = {
  curl: (address, pairs) => {
    const data = pairs((name, value) => ` \\\n  --data-urlencode '${name}=${value}'`);
    return `curl -s -G ${address}${data.replaceAll("'\n", "'")}`;
  },
  python: (address, pairs) => `
import requests

answer = requests.get(
    "${address}",
    params={
${pairs((name, value) => `        "${name}": "${value}",`)}
    },
)
print(answer.json())`,
  node: (address, pairs) => `
const query = new URLSearchParams({
${pairs((name, value) => `  ${name}: "${value}",`)}
});
const answer = await fetch(\`${address}?\${query}\`);
console.log(await answer.json());`,
  php: (address, pairs) => `
<?php
$query = http_build_query([
${pairs((name, value) => `    '${name}' => '${value}',`)}
], '', '&', PHP_QUERY_RFC3986);
echo file_get_contents('${address}?' . $query);`,
  java: (address, pairs, whole) => `
import java.net.URI;
import java.net.http.*;

public class FirstRequest {
    public static void main(String[] args) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(
            "${whole}"
        )).build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.body());
    }
}`,
  csharp: (address, pairs) => `
var query = new Dictionary<string, string>
{
${pairs((name, value) => `    ["${name}"] = "${value}",`)}
};
var pairs = query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}");
using var client = new HttpClient();
Console.WriteLine(await client.GetStringAsync("${address}?" + string.Join("&", pairs)));`,
  go: (address, pairs) => `
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
)

func main() {
	query := url.Values{}
${pairs((name, value) => `	query.Set("${name}", "${value}")`)}
	answer, err := http.Get("${address}?" + query.Encode())
	if err != nil {
		panic(err)
	}
	body, _ := io.ReadAll(answer.Body)
	fmt.Println(string(body))
}`,
};
