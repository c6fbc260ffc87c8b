using System.CommandLine;
using System.Net;
using Godwit.Host.Serve;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Host.Tests.Serve;

public sealed class ServeSettingsTests
{
    private static readonly DataFolder Data = new("unused");

    [Fact]
    public void Without_options_only_this_machine_is_served_and_nobody_is_believed()
    {
        var (settings, errors) = Read([], []);

        Assert.Empty(errors);
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 4000)], settings.Listen);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 4001), settings.AdminListen);
        Assert.Equal(ClientAddressSource.Peer, settings.ClientAddress);
        Assert.Empty(settings.TrustedProxies);
    }

    [Fact]
    public void Every_setting_has_a_variable_and_the_option_wins()
    {
        Dictionary<string, string> environment = new()
        {
            ["GODWIT_LISTEN"] = "http://0.0.0.0:5000",
            ["GODWIT_ADMIN_LISTEN"] = "http://127.0.0.1:5001",
            ["GODWIT_MAX_BODY_BYTES"] = "2048",
        };

        var (settings, errors) = Read(["--listen", "http://[::1]:6000"], environment);

        Assert.Empty(errors);
        Assert.Equal([new IPEndPoint(IPAddress.IPv6Loopback, 6000)], settings.Listen);
        Assert.Equal(5001, settings.AdminListen.Port);
        Assert.Equal(2048, settings.MaxBodyBytes);
    }

    [Fact]
    public void A_variable_of_a_repeatable_setting_holds_several_values_between_commas()
    {
        Dictionary<string, string> environment = new()
        {
            ["GODWIT_CLIENT_ADDRESS"] = "forwarded",
            ["GODWIT_TRUSTED_PROXY"] = "10.0.0.0/8, 192.0.2.7",
        };

        var (settings, errors) = Read([], environment);

        Assert.Empty(errors);
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("192.0.2.7/32")], settings.TrustedProxies);
    }

    [Fact]
    public void Responses_are_kept_as_long_and_as_many_as_is_said()
    {
        var (settings, errors) = Read(["--keep-responses", "0", "--max-responses-bytes", "1099511627776"], []);
        Assert.Empty(errors);
        Assert.Equal((0, 1L << 40), (settings.KeepResponseDays, settings.MaxResponsesBytes));

        (settings, errors) = Read([], []);
        Assert.Empty(errors);
        Assert.Equal((30, 4L << 30), (settings.KeepResponseDays, settings.MaxResponsesBytes));

        (_, errors) = Read(["--keep-responses", "366", "--max-responses-bytes", "4"], []);
        Assert.Equal(
            [
                "--keep-responses (GODWIT_KEEP_RESPONSES) is '366'; accepted: 0 to 365",
                "--max-responses-bytes (GODWIT_MAX_RESPONSES_BYTES) is '4'; accepted: 16777216 to 1125899906842624",
            ],
            errors);
    }

    [Fact]
    public void Nodes_with_the_same_data_key_seal_ids_with_the_same_secret_and_a_file_that_is_there_is_used()
    {
        var folder = Directory.CreateTempSubdirectory("godwit-");
        try
        {
            var one = new DataFolder(Path.Combine(folder.FullName, "1"));
            var other = new DataFolder(Path.Combine(folder.FullName, "2"));
            one.Create();
            other.Create();
            var shared = one.SealedIdKey("a data key");
            Assert.Equal(shared, other.SealedIdKey("a data key"));
            Assert.NotEqual(shared, one.SealedIdKey("another data key"));

            var own = one.SealedIdKey(null);
            Assert.NotEqual(own, other.SealedIdKey(null));
            Assert.Equal(own, one.SealedIdKey("a data key"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Addresses_are_kept_encrypted_only_with_a_key_that_is_long_enough()
    {
        Dictionary<string, string> environment = new() { ["ADDRESSES"] = "a secret of some length", ["SHORT"] = "x" };
        IReadOnlyList<string> Errors(params string[] args) => Read(args, environment).Errors;

        var (settings, none) = Read(
            ["--client-addresses", "encrypted", "--client-address-key", "env:ADDRESSES"], environment);

        Assert.Empty(none);
        Assert.Equal("a secret of some length"u8.ToArray(), settings.ClientAddressKey);
        Assert.Null(Read([], environment).Settings.ClientAddressKey);
        Assert.Contains("--client-address-key", Assert.Single(Errors("--client-addresses", "encrypted")));
        Assert.Contains("goes with", Assert.Single(Errors("--client-address-key", "env:ADDRESSES")));
        foreach (var reference in new[] { "env:SHORT", "env:NONE", "file:/none", "plain" })
        {
            Assert.Contains("accepted: env:NAME or file:PATH", Assert.Single(
                Errors("--client-addresses", "encrypted", "--client-address-key", reference)));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3654")]
    public void What_is_recorded_is_kept_for_a_day_at_least_and_ten_years_at_most(string days)
    {
        var (_, errors) = Read(["--keep-requests", days, "--keep-traffic", days], []);

        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.Contains("1 to 3653", error));
    }

    [Fact]
    public void Everything_that_is_wrong_is_reported_at_once_with_option_and_variable()
    {
        var (_, errors) = Read(
            [
                "--listen", "ftp://x", "--client-address", "cookie", "--trusted-proxy", "10.0.0.0/99",
                    "--max-body-bytes", "1",
                "--config", "no-such-folder", "--log-format", "xml", "--otlp-endpoint", "collector",
            ],
            []);

        string[] options =
            ["--listen", "--client-address", "--trusted-proxy", "--max-body-bytes", "--config", "--log-format",
                "--otlp-endpoint"];
        Assert.All(options, option =>
            Assert.Contains(errors, error => error.StartsWith(option + " (GODWIT_", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public void Nobody_may_trust_everybody(string range)
    {
        var (_, errors) = Read(["--client-address", "forwarded", "--trusted-proxy", range], []);

        Assert.Contains(errors, error => error.Contains("lets everybody name the caller", StringComparison.Ordinal));
    }

    [Fact]
    public void A_forwarding_header_without_a_trusted_proxy_is_refused()
    {
        var (_, errors) = Read(["--client-address", "x-forwarded-for"], []);

        Assert.Single(errors, error => error.StartsWith("--trusted-proxy", StringComparison.Ordinal));
    }

    [Fact]
    public void An_edge_has_a_header_and_ranges_of_its_own()
    {
        var (settings, errors) = Read(
            ["--edge-header", "CF-IPCountry", "--edge-range", "173.245.48.0/20", "--edge-range", "2400:cb00::/32"], []);

        Assert.Empty(errors);
        Assert.Equal("CF-IPCountry", settings.EdgeHeader);
        Assert.Equal(2, settings.EdgeRanges.Count);
    }

    [Theory]
    [InlineData("--edge-range", "--edge-header", "CF-IPCountry")]
    [InlineData("--edge-header", "--edge-range", "173.245.48.0/20")]
    [InlineData("--edge-range", "--edge-header", "CF-IPCountry", "--edge-range", "feed:nobody")]
    [InlineData("--edge-range", "--edge-header", "CF-IPCountry", "--edge-range", "0.0.0.0/0")]
    [InlineData("--edge-range", "--edge-header", "CF-IPCountry", "--edge-range", "0254.0.0.0/8")]
    [InlineData("--edge-header", "--edge-header", "CF IPCountry", "--edge-range", "173.245.48.0/20")]
    [InlineData("--end-user-header", "--end-user-header", "a:b")]
    [InlineData("--trusted-proxy", "--client-address", "forwarded", "--trusted-proxy", "010.0.0.0/8")]
    public void What_would_believe_nobody_or_strangers_is_refused(string option, params string[] arguments)
    {
        var (_, errors) = Read(arguments, []);

        Assert.Contains(errors, error => error.StartsWith(option + " (GODWIT_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://localhost:4000", "127.0.0.1:4000")]
    [InlineData("http://*:80", "[::]:80")]
    [InlineData("http://10.1.2.3:0", "10.1.2.3:0")]
    public void Listening_addresses_are_read(string text, string expected)
    {
        Assert.True(ListenUrl.TryParse(text, out var point));
        Assert.Equal(expected, point.ToString());
    }

    [Theory]
    [InlineData("https://127.0.0.1:1")]
    [InlineData("http://127.0.0.1:1/path")]
    [InlineData("http://example.com:1")]
    [InlineData("4000")]
    public void Other_listening_addresses_are_refused(string text) => Assert.False(ListenUrl.TryParse(text, out _));

    private static (ServeSettings Settings, IReadOnlyList<string> Errors) Read(
        string[] arguments, Dictionary<string, string> environment)
    {
        var parse = new Command("serve").WithServeSettings().Parse(arguments);
        Assert.Empty(parse.Errors);
        var reader = new ServeSettingsReader(parse, environment.GetValueOrDefault);
        return (reader.Read(Data), reader.Errors);
    }
}
