// The test kit of mock-esms for .NET 8 or newer, with nothing but its own libraries: copy this file into your suite.
//
//   await using var esms = await Esms.ConnectAsync();  // MOCK_ESMS_URL, or http://127.0.0.1:8080
//   await esms.OnAsync(new() { ["phone"] = "0901888484" }, """{"dials": [{"no_answer": {}}, {"answered": {"press": "1"}}]}""");
//   …                                                  // your application calls esms.Url as esms.ApiKey
//   JsonNode call = await esms.WaitAsync(new() { ["phone"] = "0901888484" });
//
// Matches are globs by parameter name. Each instance has an account of its own, which disposing of it forgets, so that
// suites share a sandbox. Calls and messages are JsonNodes, as /_mock/openapi.json tells. What fails throws EsmsException,
// whose message is the whole timeline.
#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

/// <summary>Something did not happen, or the sandbox refused; Status is the control API's (null: nobody answered).</summary>
public sealed class EsmsException(string message, HttpStatusCode? status) : Exception(message)
{
    public HttpStatusCode? Status { get; } = status;
}

public sealed class Esms : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(5) };
    private readonly JsonObject fields;

    private Esms(string url, string? token, JsonObject fields)
    {
        Url = url.TrimEnd('/');
        this.fields = fields;
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public string Url { get; }
    public string ApiKey { get; } = $"csharp-{Guid.NewGuid()}";
    public string SecretKey { get; } = Guid.NewGuid().ToString();

    /// <summary>Connect to a sandbox and open an account there; fields are those of an account in the settings file.</summary>
    public static async Task<Esms> ConnectAsync(JsonObject? fields = null, string? url = null, string? token = null)
    {
        url ??= Environment.GetEnvironmentVariable("MOCK_ESMS_URL") ?? "http://127.0.0.1:8080";
        token ??= Environment.GetEnvironmentVariable("MOCK_ESMS_CONTROL_TOKEN");
        var esms = new Esms(url, token, fields ?? new JsonObject());
        await esms.AccountAsync();
        return esms;
    }

    /// <summary>Let the next requests that fit play a scenario: its YAML as JSON, without title and match.</summary>
    public Task OnAsync(JsonObject match, string scenario = "{}", int times = 1) => AskAsync(HttpMethod.Post, "scenarios",
        new JsonObject { ["match"] = Own(match), ["scenario"] = JsonNode.Parse(scenario), ["times"] = times });

    /// <summary>Let the next requests that fit play a scenario of the library, by its name.</summary>
    public Task PlayAsync(string name, JsonObject? match = null, int times = 1) => AskAsync(HttpMethod.Post,
        $"scenarios/{Uri.EscapeDataString(name)}/arm", new JsonObject { ["match"] = Own(match), ["times"] = times });

    /// <summary>The newest call that has got so far, as soon as all that fit have; a stage, or {"attempts": 2}.</summary>
    public Task<JsonNode> WaitAsync(JsonObject? match = null, JsonNode? until = null, double timeout = 10) =>
        WaitForAsync("call", match, until, timeout);

    /// <summary>The same for messages.</summary>
    public Task<JsonNode> WaitMessageAsync(JsonObject? match = null, JsonNode? until = null, double timeout = 10) =>
        WaitForAsync("message", match, until, timeout);

    /// <summary>Throws unless so many calls fit.</summary>
    public Task VerifyAsync(JsonObject? match = null, int times = 1) => AskAsync(HttpMethod.Post, "verify",
        new JsonObject { ["match"] = Own(match), ["times"] = times });

    /// <summary>Throws unless so many messages fit.</summary>
    public Task VerifyMessageAsync(JsonObject? match = null, int times = 1) => AskAsync(HttpMethod.Post, "verify",
        new JsonObject { ["what"] = "message", ["match"] = Own(match), ["times"] = times });

    /// <summary>What the person with that phone has got by now, oldest first.</summary>
    public async Task<JsonArray> InboxAsync(string phone) =>
        (await AskAsync(HttpMethod.Get, $"inbox/{Uri.EscapeDataString(phone)}?api_key={ApiKey}"))["items"]!.AsArray();

    /// <summary>The newest code that the person was told, once nothing more is on its way there.</summary>
    public async Task<string> OtpAsync(string phone, int timeout = 10)
    {
        var path = $"otp/{Uri.EscapeDataString(phone)}?timeout={timeout}&api_key={ApiKey}";
        return (await AskAsync(HttpMethod.Get, path))["code"]!.GetValue<string>();
    }

    /// <summary>Send the final callback of a call or message once more, now.</summary>
    public Task RedeliverAsync(JsonNode entry) => AskAsync(HttpMethod.Post,
        $"{(entry["legs"] is null ? "calls" : "messages")}/{entry["sms_id"]}/redeliver", new JsonObject());

    /// <summary>Move the clock, for everybody, by a duration such as 5m.</summary>
    public Task AdvanceAsync(string by) => AskAsync(HttpMethod.Post, "clock/advance", new JsonObject { ["by"] = by });

    /// <summary>Change the account until the next reset: AccountAsync(new() { ["balance"] = 0 }).</summary>
    public Task AccountAsync(JsonObject? changes = null)
    {
        var account = new JsonObject { ["secret_key"] = SecretKey };
        foreach (var (name, value) in fields.Concat(changes ?? new JsonObject())) account[name] = value?.DeepClone();
        return AskAsync(HttpMethod.Put, $"accounts/{ApiKey}", account);
    }

    /// <summary>Forget what the account has done, what was armed for it and what it was changed to: before each test.</summary>
    public async Task ResetAsync()
    {
        await AccountAsync();
        await AskAsync(HttpMethod.Post, "reset", new JsonObject { ["api_key"] = ApiKey });
    }

    /// <summary>Forget the account: after all tests.</summary>
    public async ValueTask DisposeAsync()
    {
        await AskAsync(HttpMethod.Delete, $"accounts/{ApiKey}");
        http.Dispose();
    }

    private async Task<JsonNode> WaitForAsync(string what, JsonObject? match, JsonNode? until, double timeout)
    {
        var body = new JsonObject
        {
            ["what"] = what, ["match"] = Own(match), ["until"] = until ?? "settled", ["count"] = null, ["timeout"] = timeout,
        };
        return (await AskAsync(HttpMethod.Post, "wait", body))[$"{what}s"]!.AsArray().Last()!;
    }

    private JsonObject Own(JsonObject? match)
    {
        var own = new JsonObject { ["api_key"] = ApiKey };
        foreach (var (name, value) in match ?? new JsonObject()) own[name] = value?.DeepClone();
        return own;
    }

    private async Task<JsonNode> AskAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{Url}/_mock/{path}");
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        HttpStatusCode status;
        JsonNode answer;
        try
        {
            using var response = await http.SendAsync(request);
            status = response.StatusCode;
            answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or TaskCanceledException)
        {
            throw new EsmsException($"no sandbox can be talked to at {Url}: {error.Message}", null);
        }
        if (status == HttpStatusCode.OK) return answer;
        throw new EsmsException((answer["evidence"] ?? answer["error"]?["message"] ?? answer).ToString(), status);
    }
}
