using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Territories;

/// <summary>
/// The demo's cut-off from beginning to end, by its clock: who is concerned, what they are told, what is refused, and
/// the proof of it.
/// </summary>
public sealed class DemoCutOffTests : IAsyncLifetime
{
    private const string Policy = "google-gemini-cut-off-ahead";

    private readonly TemporaryFolder folder = new();
    private MailServer? mails;
    private GodwitServer? demo;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        MailServer.Require();
        mails = new MailServer(folder.Path, "none");
        await mails.StartAsync();
        demo = await GodwitServer.StartAsync(new GodwitServerOptions
        {
            Verb = "demo", Config = "# nothing but the demo's own", Arguments = Arguments(0),
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (demo is not null)
            await demo.DisposeAsync();
        if (mails is not null)
            await mails.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_cut_off_is_told_kept_and_proven()
    {
        var concerned = await Eventually.ReadAsync(ConcernedAsync, names => names.Count >= 3);

        await demo!.RestartAsync(Arguments(7));
        await AssertWarnedInHeadersAsync();
        await AssertTellsAsync(concerned);

        await demo.RestartAsync(Arguments(14));
        await AssertRefusedAsync();
        await AssertProvenAsync();
    }

    private string[] Arguments(int days) =>
    [
        "--clock", $"{days}d", "--smtp-host", "127.0.0.1", "--smtp-port", $"{mails!.Port}", "--smtp-tls", "none",
    ];

    private async Task<IReadOnlyList<string>> ConcernedAsync()
    {
        var impact = (await demo!.RunAsync("territory", "impact", "--policy", Policy, "--output", "json")).Json();
        return
        [
            .. impact.GetProperty("organizations").EnumerateArray()
                .Select(row => row.GetProperty("organization").GetString()!),
        ];
    }

    private async Task AssertWarnedInHeadersAsync()
    {
        using var answer = await AskAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("served", Assert.Single(answer.Headers.GetValues("x-godwit-decision")));
        Assert.EndsWith("GMT", Assert.Single(answer.Headers.GetValues("Sunset")), StringComparison.Ordinal);
        Assert.Contains("rel=\"sunset\"", Assert.Single(answer.Headers.GetValues("Link")), StringComparison.Ordinal);
    }

    private async Task AssertTellsAsync(IReadOnlyList<string> concerned)
    {
        var preview = await Eventually.ReadAsync(
            async () => (await demo!.RunAsync("notices", "preview", Policy, "--output", "json")).Json(),
            seen => seen.GetProperty("composed").GetBoolean());
        Assert.Equal("T-7", preview.GetProperty("stage").GetString());
        var recipients = preview.GetProperty("recipients").EnumerateArray().ToArray();
        Assert.Equal(concerned.Order(), recipients.Select(r => r.GetProperty("organization").GetString()).Order());
        Assert.Empty(mails!.Mails);

        Assert.Equal(0, (await demo!.RunAsync("notices", "send", Policy, "--yes")).ExitCode);
        var files = await Eventually.ReadAsync(() => Task.FromResult(mails.Mails), taken => taken.Count == 3);
        var languages = files.Select(file => File.ReadLines(file)
            .First(line => line.StartsWith("Content-Language: ", StringComparison.Ordinal))[18..]);
        Assert.Equal(["en", "ko", "zh-Hans"], languages.Order(StringComparer.Ordinal));
    }

    private async Task AssertRefusedAsync()
    {
        using var answer = await AskAsync();
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("unsupported_country_region_territory", body, StringComparison.Ordinal);
        Assert.Contains(Policy, body, StringComparison.Ordinal);
    }

    private async Task AssertProvenAsync()
    {
        var (bundle, changed) = (folder.Combine("bundle.zip"), folder.Combine("changed.zip"));
        var from = DateTimeOffset.UtcNow.AddDays(-1).ToString("O");
        var to = DateTimeOffset.UtcNow.AddDays(20).ToString("O");
        var exported = await demo!.RunAsync(
            "evidence", "export", "--organization", "harbour-logistics", "--from", from, "--to", to, "-o", bundle);
        Assert.Equal(0, exported.ExitCode);
        Assert.Equal(0, (await GodwitCommand.RunAsync(["evidence", "verify", bundle], folder.Path)).ExitCode);

        Change(bundle, changed);
        var refused = await GodwitCommand.RunAsync(["evidence", "verify", changed], folder.Path);
        Assert.Equal(1, refused.ExitCode);
        Assert.Matches("records.jsonl line [0-9]+ \\([0-9a-f-]{36}\\)", refused.Output + refused.Errors);
        Assert.Equal(0, (await demo.RunAsync("evidence", "replay", "--from", from)).ExitCode);
    }

    // One territory of one record, and everything else as it was.
    private static void Change(string bundle, string changed)
    {
        using var from = ZipFile.OpenRead(bundle);
        using var to = ZipFile.Open(changed, ZipArchiveMode.Create);
        foreach (var entry in from.Entries)
        {
            using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
            var text = reader.ReadToEnd();
            Assert.False(entry.Name == "notices.jsonl" && text.Length == 0, "The bundle does not say what was told.");
            using var writer = new StreamWriter(to.CreateEntry(entry.FullName).Open(), new UTF8Encoding(false));
            writer.Write(entry.Name == "records.jsonl" ? FromElsewhere(text) : text);
        }
    }

    private static string FromElsewhere(string records)
    {
        const string china = "\"territory\":\"CN\"";
        var at = records.IndexOf(china, StringComparison.Ordinal);
        Assert.True(at >= 0, "No record is from China.");
        return records[..at] + china.Replace("CN", "US", StringComparison.Ordinal) + records[(at + china.Length)..];
    }

    /// <summary>Asks the provider that is cut off, by its own name, from China.</summary>
    private async Task<HttpResponseMessage> AskAsync()
    {
        var key = await demo!.CreateKeyAsync($"asks-{Guid.NewGuid():n}", "customs-forms");
        using var client = new HttpClient { BaseAddress = demo.ClientUri };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Headers = { { "Authorization", $"Bearer {key}" }, { "X-Forwarded-For", Caller.InChina } },
            Content = JsonContent.Create(new
            {
                model = "google-gemini/gemini-2.5-flash",
                messages = new[] { new { role = "user", content = "Hello" } },
            }),
        };
        return await client.SendAsync(request);
    }
}
