import java.io.IOException;
import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

/**
 * The test kit of mock-esms for Java 17 or newer, with nothing but the JDK: copy this file into your suite.
 *
 * <p>Matches are globs by parameter name. Each instance has an account of its own, which {@code close} forgets, so that
 * suites share a sandbox. Calls and messages are maps, as /_mock/openapi.json tells; {@code get} reads them by a path.
 * What fails throws {@code Esms.Error}, whose message is the whole timeline.
 */
public final class Esms implements AutoCloseable {
    /** Something did not happen, or the sandbox refused; {@code status} is the control API's (0: nobody answered). */
    @SuppressWarnings("serial")
    public static final class Error extends AssertionError {
        public final int status;

        Error(String message, int status) { super(message); this.status = status; }
    }

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    public final String url;
    public final String apiKey = "java-" + UUID.randomUUID();
    public final String secretKey = UUID.randomUUID().toString();
    private final String token;
    private final Map<String, ?> fields;

    /** Connect to MOCK_ESMS_URL, or http://127.0.0.1:8080, and open an account with these fields there. */
    public static Esms connect(Map<String, ?> fields) {
        String url = System.getenv().getOrDefault("MOCK_ESMS_URL", "http://127.0.0.1:8080");
        return new Esms(url, System.getenv("MOCK_ESMS_CONTROL_TOKEN"), fields);
    }

    public Esms(String url, String token, Map<String, ?> fields) {
        this.url = url.replaceAll("/+$", "");
        this.token = token;
        this.fields = fields;
        account(Map.of());
    }

    /** Let the next request that fits play a scenario: what stands in its YAML, as JSON, without title and match. */
    public void on(Map<String, ?> match, String scenario) {
        ask("POST", "scenarios", "{\"match\": " + json(own(match)) + ", \"scenario\": " + scenario + "}");
    }

    /** Let the next request that fits play a scenario of the library, by its name. */
    public void play(String name, Map<String, ?> match) {
        ask("POST", "scenarios/" + name + "/arm", json(Map.of("match", own(match))));
    }

    /** The newest call that fits, as soon as all that fit have settled, within 10 seconds. */
    public Map<String, Object> waitFor(Map<String, ?> match) {
        return waitFor("call", match, "settled", 10);
    }

    /** The newest "call" or "message" that has got so far: to a stage, or to {@code Map.of("attempts", 2)}. */
    public Map<String, Object> waitFor(String what, Map<String, ?> match, Object until, double seconds) {
        var body = new LinkedHashMap<String, Object>(Map.of("what", what, "match", own(match), "until", until));
        body.put("count", null);
        body.put("timeout", seconds);
        List<Map<String, Object>> entries = get(ask("POST", "wait", json(body)), what + "s");
        return entries.get(entries.size() - 1);
    }

    /** Fails unless so many of "call" or "message" fit. */
    public void verify(String what, Map<String, ?> match, int times) {
        ask("POST", "verify", json(Map.of("what", what, "match", own(match), "times", times)));
    }

    /** What the person with that phone has got by now, oldest first. */
    public List<Map<String, Object>> inbox(String phone) {
        return get(ask("GET", "inbox/" + encoded(phone) + "?api_key=" + apiKey, null), "items");
    }

    /** The newest code that the person was told, once nothing more is on its way there. */
    public String otp(String phone) {
        return get(ask("GET", "otp/" + encoded(phone) + "?timeout=10&api_key=" + apiKey, null), "code");
    }

    /** Send the final callback of a call or message once more, now. */
    public void redeliver(Map<String, Object> entry) {
        ask("POST", (entry.containsKey("legs") ? "messages/" : "calls/") + entry.get("sms_id") + "/redeliver", "{}");
    }

    /** Move the clock, for everybody, by a duration such as 5m. */
    public void advance(String by) {
        ask("POST", "clock/advance", json(Map.of("by", by)));
    }

    /** Change the account until the next reset: {@code account(Map.of("balance", 0))}. */
    public void account(Map<String, ?> changes) {
        var account = new LinkedHashMap<String, Object>(fields);
        account.put("secret_key", secretKey);
        account.putAll(changes);
        ask("PUT", "accounts/" + apiKey, json(account));
    }

    /** Forget what the account has done, what was armed for it and what it was changed to: before each test. */
    public void reset() {
        account(Map.of());
        ask("POST", "reset", json(Map.of("api_key", apiKey)));
    }

    /** Forget the account: after all tests. */
    @Override
    public void close() { ask("DELETE", "accounts/" + apiKey, null); }

    /** What stands in an answer at a path: {@code get(call, "callbacks", 0, "attempts", 1, "status")}. */
    @SuppressWarnings("unchecked")
    public static <T> T get(Object value, Object... path) {
        for (Object at : path) value = at instanceof Integer i ? ((List<?>) value).get(i) : ((Map<?, ?>) value).get(at);
        return (T) value;
    }

    private Map<String, Object> own(Map<String, ?> match) {
        var own = new LinkedHashMap<String, Object>(Map.of("api_key", apiKey));
        own.putAll(match);
        return own;
    }

    private Object ask(String method, String path, String body) {
        var sent = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create(url + "/_mock/" + path)).method(method, sent);
        if (token != null) request.header("Authorization", "Bearer " + token);
        HttpResponse<String> response;
        Object answer;
        try {
            response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer = new Json(response.body()).value();
        } catch (IOException | InterruptedException | RuntimeException error) {
            throw new Error("no sandbox can be talked to at " + url + ": " + error, 0);
        }
        if (response.statusCode() == 200) return answer;
        String evidence = get(answer, "evidence");
        throw new Error(evidence != null ? evidence : get(answer, "error", "message"), response.statusCode());
    }

    private static String encoded(String text) { return URLEncoder.encode(text, StandardCharsets.UTF_8); }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return "{" + String.join(", ", map.entrySet().stream().map(e -> json(e.getKey()) + ": " + json(e.getValue())).toList()) + "}";
        }
        if (value instanceof List<?> list) return "[" + String.join(", ", list.stream().map(Esms::json).toList()) + "]";
        if (!(value instanceof String text)) return String.valueOf(value);
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** Reads JSON: objects are maps, arrays lists, numbers Long or Double. */
    private static final class Json {
        private final String text;
        private int at;
        Json(String text) { this.text = text; }

        Object value() {
            char first = next();
            if (first == '"') return string();
            var map = new LinkedHashMap<String, Object>();
            var list = new ArrayList<Object>();
            if (first == '{' || first == '[') {
                for (at++; "}]".indexOf(next()) < 0; at += next() == ',' ? 1 : 0) {
                    String key = first == '{' ? string() : null;
                    at += next() == ':' ? 1 : 0;
                    if (key == null) list.add(value()); else map.put(key, value());
                }
                at++;
                return first == '{' ? map : list;
            }
            int from = at;
            while (at < text.length() && ",]} \n".indexOf(text.charAt(at)) < 0) at++;
            String word = text.substring(from, at);
            if (!word.matches("-?\\d.*")) return word.equals("null") ? null : Boolean.valueOf(word);
            return word.matches("-?\\d+") ? (Object) Long.valueOf(word) : Double.valueOf(word);
        }

        private char next() {
            while (text.charAt(at) <= ' ') at++;
            return text.charAt(at);
        }

        private String string() {
            var read = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                char letter = text.charAt(at);
                if (letter == '\\') {
                    letter = text.charAt(++at);
                    int escape = "bfnrt".indexOf(letter);
                    if (escape >= 0) letter = "\b\f\n\r\t".charAt(escape);
                    if (text.charAt(at) == 'u') letter = (char) Integer.parseInt(text.substring(at + 1, (at += 4) + 1), 16);
                }
                read.append(letter);
            }
            at++;
            return read.toString();
        }
    }
}
