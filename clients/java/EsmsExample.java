import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A suite with the kit, in plain Java: javac Esms.java EsmsExample.java; MOCK_ESMS_URL=http://127.0.0.1:8080 java EsmsExample
 *
 * <p>In JUnit, connect belongs into @BeforeAll, reset into @BeforeEach, and close into @AfterAll.
 */
public class EsmsExample {
    static final String PHONE = "0901888484";
    static Esms esms;

    interface Test {
        void run() throws Exception;
    }

    // These two requests stand for your application. It calls esms.url where it calls eSMS otherwise.
    static String placeCall(String more) throws Exception {
        String query = "?ApiKey=" + esms.apiKey + "&SecretKey=" + esms.secretKey + "&TemplateId=1&Phone=" + PHONE + more;
        return send(HttpRequest.newBuilder(URI.create(esms.url + "/MainService.svc/json/MakeCallRecord_V2" + query)));
    }

    static void sendCode() throws Exception {
        String body = ("{'ApiKey': '" + esms.apiKey + "', 'SecretKey': '" + esms.secretKey + "', 'Phone': '" + PHONE + "',"
            + "'Brandname': 'Baotrixemay', 'SmsType': '2', 'Content': '482913 la ma xac minh dang ky Baotrixemay cua ban'}")
            .replace('\'', '"');
        URI uri = URI.create(esms.url + "/MainService.svc/json/SendMultipleMessage_V4_post_json/");
        send(HttpRequest.newBuilder(uri).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static String send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    static void same(Object expected, Object seen) {
        if (!Objects.equals(expected, seen)) throw new AssertionError("expected " + expected + ", saw " + seen);
    }

    static void fails(Test test, int status, String told) throws Exception {
        try {
            test.run();
        } catch (Esms.Error error) {
            same(status, error.status);
            if (!error.getMessage().contains(told)) throw error;
            return;
        }
        throw new AssertionError("did not fail with: " + told);
    }

    public static void main(String[] arguments) throws Exception {
        esms = Esms.connect(Map.of("caller_id", "0281234567"));
        var tests = new LinkedHashMap<String, Test>();
        var match = Map.of("phone", PHONE);

        tests.put("nobody answers first, then the customer presses 1", () -> {
            esms.on(match, "{\"dials\": [{\"no_answer\": {}}, {\"answered\": {\"talk\": \"13s\", \"press\": \"1\"}}]}");
            placeCall("&MaxRetry=1");
            var call = esms.waitFor(match);
            same("no_answer", Esms.get(call, "dials", 0, "outcome"));
            same(List.of("1", 13L, "0281234567"), List.of(
                Esms.get(call, "result", "Ivr"), Esms.get(call, "result", "CallDuration"), Esms.get(call, "result", "CID")));
            esms.verify("call", Map.of("phone", "09*"), 1);
        });
        tests.put("a callback is sent once more", () -> {
            String endpoint = esms.url + "/_mock/health"; // stands for your own endpoint: it says 200
            placeCall("&CallbackUrl=" + URLEncoder.encode(endpoint, StandardCharsets.UTF_8));
            esms.redeliver(esms.waitFor(match));
            var again = esms.waitFor("call", match, Map.of("attempts", 2), 10);
            same(200L, Esms.get(again, "callbacks", 0, "attempts", 1, "status"));
        });
        tests.put("the code that was sent is in the inbox", () -> {
            sendCode();
            same("482913", esms.otp(PHONE));
            same(1L, Esms.get(esms.waitFor("message", match, "settled", 10), "result", "SendSuccess"));
            esms.verify("message", match, 1);
            same("sms", esms.inbox(PHONE).get(0).get("kind"));
        });
        tests.put("an account without money is refused, and the next test has it as it was", () -> {
            esms.account(Map.of("balance", 0));
            same(true, placeCall("").contains("\"103\""));
            esms.reset();
            esms.play("busy", match);
            same(true, placeCall("").contains("\"100\""));
            same("busy", esms.waitFor(match).get("scenario"));
            esms.advance("5m");
        });
        tests.put("what does not happen is told with the timeline of what did", () -> {
            placeCall("");
            esms.waitFor(match);
            String told = "does not fit: phone is '0901888484', not '0901888485'";
            fails(() -> esms.waitFor("call", Map.of("phone", "0901888485"), "settled", 0), 408, told);
            fails(() -> esms.verify("call", match, 2), 409, "expected exactly 2");
            fails(() -> new Esms("http://127.0.0.1:9", null, Map.of()), 0, "no sandbox can be talked to at http://127.0.0.1:9");
        });
        for (var test : tests.entrySet()) {
            esms.reset();
            test.getValue().run();
            System.out.println("ok: " + test.getKey());
        }
        esms.close();
    }
}
