using System.CommandLine;
using System.Text.Json.Nodes;
using Godwit.Host.Serve;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.Host.Tests.Serve;

/// <summary>Where nodes count together, as the settings of serve say it.</summary>
public sealed class CounterSettingsTests
{
    [Fact]
    public void Without_a_server_counters_are_in_memory()
    {
        var (settings, errors) = Read();

        Assert.Empty(errors);
        Assert.Null(settings.Counters.Redis);
        Assert.Equal("godwit", settings.Counters.Prefix);
    }

    [Fact]
    public void Everything_can_be_said_by_variables()
    {
        using var folder = new TemporaryFolder();
        var authority = new TlsFiles(folder).Authority;
        var (settings, errors) = Read([], new()
        {
            ["GODWIT_REDIS"] = "rediss://a:6380,b:6380",
            ["GODWIT_REDIS_PASSWORD"] = "env:CACHE_PASSWORD",
            ["CACHE_PASSWORD"] = "hunter2",
            ["GODWIT_REDIS_CA"] = authority,
            ["GODWIT_REDIS_PREFIX"] = "staging",
        });

        Assert.Empty(errors);
        var counters = PlaneOptions.Gateway(settings with { Data = new DataFolder(folder.Path) }).Counters;
        Assert.Equal(
            ("rediss://a:6380,b:6380", "hunter2", authority, "staging", folder.Combine("node")),
            (counters.Redis, counters.Password, counters.AuthorityFile, counters.Prefix, counters.NodeFile));
    }

    [Fact]
    public void A_password_may_be_in_a_file()
    {
        using var folder = new TemporaryFolder();
        var (settings, errors) = Read(
            ["--redis", "redis://a", "--redis-password", $"file:{folder.Write("password", "hunter2\n")}"]);

        Assert.Empty(errors);
        Assert.Equal("hunter2", settings.Counters.Password);
    }

    [Theory]
    [InlineData("--redis", "tcp://:hunter2@a", "accepted: redis://host:port")]
    [InlineData("--redis-password", "hunter2", "accepted: env:NAME, file:PATH")]
    [InlineData("--redis-password", "env:NOBODY", "accepted: env:NAME, file:PATH")]
    [InlineData("--redis-ca", "nowhere.pem", "does not exist")]
    [InlineData("--redis-prefix", "a{b}", "accepted: letters")]
    public void What_is_wrong_is_named_with_what_is_accepted_and_a_password_is_not_repeated(
        string option, string value, string expected)
    {
        var (_, errors) = Read(option == "--redis" ? [option, value] : ["--redis", "redis://a", option, value]);

        Assert.Contains(errors, error => error.StartsWith(option, StringComparison.Ordinal)
            && error.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(errors, error => error.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_setting_of_the_server_without_it_is_a_mistake() => Assert.Equal(
        "--redis-prefix (GODWIT_REDIS_PREFIX) needs --redis too",
        Assert.Single(Read(["--redis-prefix", "a"]).Errors));

    [Fact]
    public async Task A_node_serves_with_a_server_and_without_and_says_how_it_is()
    {
        RedisServer.Require();
        await using var server = new RedisServer();
        await server.StartAsync();
        await using var serving = await ServingGodwit.StartAsync("serve", "--redis", $"redis://{server.Address}");

        var with = await Eventually.ReadAsync(() => StatusAsync(serving), s => s["healthy"]!.GetValue<bool>());
        var doctor = await DoctorAsync(server);
        await server.KillAsync();
        var without = await Eventually.ReadAsync(() => StatusAsync(serving), s => !s["healthy"]!.GetValue<bool>());
        using var http = new HttpClient();
        using var ready = await http.GetAsync(
            new Uri(serving.Admin, "/readyz"), TestContext.Current.CancellationToken);

        Assert.Equal("redis", with["engine"]!.GetValue<string>());
        Assert.Equal(1, with["nodes"]!.GetValue<int>());
        Assert.NotNull(without["error"]);
        Assert.True(ready.IsSuccessStatusCode);
        Assert.True(File.Exists(Path.Combine(serving.Data, "node")));
        Assert.Equal("ok", doctor);
        Assert.Equal("wrong", await DoctorAsync(server));
    }

    private static async Task<JsonNode> StatusAsync(ServingGodwit serving)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(serving.Admin, "/api/v1/status"));
        var token = await File.ReadAllTextAsync(Path.Combine(serving.Data, "admin-token"));
        request.Headers.Authorization = new("Bearer", token.Trim());
        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["counters"]!;
    }

    private static async Task<string> DoctorAsync(RedisServer server)
    {
        using var folder = new TemporaryFolder();
        var (_, output, _) = await CommandLine.RunAsync(
            "doctor", "--output", "json", "--data", folder.Path, "--redis", $"redis://{server.Address}",
            "--listen", "http://127.0.0.1:0", "--admin-listen", "http://127.0.0.1:0");
        var finding = JsonNode.Parse(output)!.AsArray().Single(f => f!["check"]!.GetValue<string>() == "counters")!;
        return finding["state"]!.GetValue<string>();
    }

    private static (ServeSettings Settings, IReadOnlyList<string> Errors) Read(
        string[]? arguments = null, Dictionary<string, string>? environment = null)
    {
        var parse = new Command("serve").WithServeSettings().Parse(arguments ?? []);
        var reader = new ServeSettingsReader(parse, (environment ?? []).GetValueOrDefault);
        return (reader.Read(new DataFolder("unused")), reader.Errors);
    }
}
