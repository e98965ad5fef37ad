// A suite with the kit, as a console program: MOCK_ESMS_URL=http://127.0.0.1:8080 dotnet run
// In xUnit, connect and dispose belong into IAsyncLifetime of a fixture, reset into that of the test class.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

const string Phone = "0901888484";
var esms = await Esms.ConnectAsync(new() { ["caller_id"] = "0281234567" });
using var application = new HttpClient();

// These two requests stand for your application. It calls esms.Url where it calls eSMS otherwise.
Task<string> PlaceCall(string more = "") => application.GetStringAsync(
    $"{esms.Url}/MainService.svc/json/MakeCallRecord_V2?ApiKey={esms.ApiKey}&SecretKey={esms.SecretKey}&TemplateId=1&Phone={Phone}{more}");

async Task SendCode()
{
    var body = new JsonObject
    {
        ["ApiKey"] = esms.ApiKey, ["SecretKey"] = esms.SecretKey, ["Phone"] = Phone, ["Brandname"] = "Baotrixemay",
        ["SmsType"] = "2", ["Content"] = "482913 la ma xac minh dang ky Baotrixemay cua ban",
    };
    var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
    await application.PostAsync($"{esms.Url}/MainService.svc/json/SendMultipleMessage_V4_post_json/", content);
}

void Same(object expected, object? seen)
{
    if (expected.ToString() != seen?.ToString()) throw new Exception($"expected {expected}, saw {seen}");
}

async Task Fails(Func<Task> test, HttpStatusCode? status, string told)
{
    try
    {
        await test();
    }
    catch (EsmsException error) when (error.Message.Contains(told))
    {
        Same($"{status}", $"{error.Status}");
        return;
    }
    throw new Exception($"did not fail with: {told}");
}

JsonObject Match() => new() { ["phone"] = Phone };

var tests = new Dictionary<string, Func<Task>>
{
    ["nobody answers first, then the customer presses 1"] = async () =>
    {
        await esms.OnAsync(Match(), """{"dials": [{"no_answer": {}}, {"answered": {"talk": "13s", "press": "1"}}]}""");
        await PlaceCall("&MaxRetry=1");
        var call = await esms.WaitAsync(Match());
        Same("no_answer", call["dials"]![0]!["outcome"]);
        Same("1 13 0281234567", $"{call["result"]!["Ivr"]} {call["result"]!["CallDuration"]} {call["result"]!["CID"]}");
        await esms.VerifyAsync(new() { ["phone"] = "09*" });
    },
    ["a callback is sent once more"] = async () =>
    {
        // This address stands for your own endpoint: it says 200.
        await PlaceCall($"&CallbackUrl={Uri.EscapeDataString($"{esms.Url}/_mock/health")}");
        await esms.RedeliverAsync(await esms.WaitAsync(Match()));
        var again = await esms.WaitAsync(Match(), new JsonObject { ["attempts"] = 2 });
        Same(200, again["callbacks"]![0]!["attempts"]![1]!["status"]);
    },
    ["the code that was sent is in the inbox"] = async () =>
    {
        await SendCode();
        Same("482913", await esms.OtpAsync(Phone));
        Same(1, (await esms.WaitMessageAsync(Match()))["result"]!["SendSuccess"]);
        await esms.VerifyMessageAsync(Match());
        Same("sms", (await esms.InboxAsync(Phone))[0]!["kind"]);
    },
    ["an account without money is refused, and the next test has it as it was"] = async () =>
    {
        await esms.AccountAsync(new() { ["balance"] = 0 });
        Same(true, (await PlaceCall()).Contains("\"103\""));
        await esms.ResetAsync();
        await esms.PlayAsync("busy", Match());
        Same(true, (await PlaceCall()).Contains("\"100\""));
        Same("busy", (await esms.WaitAsync())["scenario"]);
        await esms.AdvanceAsync("5m");
    },
    ["what does not happen is told with the timeline of what did"] = async () =>
    {
        await PlaceCall();
        await esms.WaitAsync();
        var told = "does not fit: phone is '0901888484', not '0901888485'";
        await Fails(() => esms.WaitAsync(new() { ["phone"] = "0901888485" }, timeout: 0), HttpStatusCode.RequestTimeout, told);
        await Fails(() => esms.VerifyAsync(Match(), times: 2), HttpStatusCode.Conflict, "expected exactly 2");
        await Fails(() => Esms.ConnectAsync(url: "http://127.0.0.1:9"), null, "no sandbox can be talked to at http://127.0.0.1:9");
    },
};
foreach (var (name, test) in tests)
{
    await esms.ResetAsync();
    await test();
    Console.WriteLine($"ok: {name}");
}
await esms.DisposeAsync();
