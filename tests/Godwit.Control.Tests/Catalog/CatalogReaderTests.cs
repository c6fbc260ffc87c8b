using System.Security.Cryptography;
using System.Text.Json;
using Godwit.Control.Catalog;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Control.Tests.Catalog;

/// <summary>Catalog files of users.</summary>
public class CatalogReaderTests
{
    private const string Entry = """
        name: mine
        title: Mine
        telemetry_name: mine
        dialect: openai_chat
        source: https://example.com
        as_of: 2026-01-01
        auth: { scheme: bearer, source: https://example.com, as_of: 2026-01-01 }
        regions: [ { name: global, base_url: https://mine.example/v1, source: https://example.com, as_of: 2026-01-01 } ]
        operations: { chat: /chat/completions }
        territories: { status: unknown, source: https://example.com, as_of: 2026-01-01 }
        models: [ { name: m1, shutdown_date: 2026-02-01, source: https://example.com, as_of: 2026-01-01 } ]
        """;

    [Fact]
    public void An_overlay_adds_entries_and_replaces_those_of_the_same_name()
    {
        using var shipped = new TestFolder();
        using var overlay = new TestFolder();
        shipped.Write("providers/mine.yaml", Entry);
        shipped.Write("providers/other.yaml", Entry.Replace("name: mine\n", "name: other\n", StringComparison.Ordinal));
        overlay.Write("providers/mine.yaml", Entry.Replace("title: Mine", "title: Better", StringComparison.Ordinal));
        var errors = new List<ConfigurationError>();

        var catalog = CatalogReader.Read([shipped.Path, overlay.Path], errors);

        Assert.Empty(errors);
        Assert.Equal("Better", catalog.Find("mine")!.Title);
        Assert.Equal("Mine", catalog.Find("other")!.Title);
        Assert.True(catalog.Find("mine")!.CredentialRequired);
    }

    [Theory]
    [InlineData("name: mine\n", "name: yours\n", "name: 'yours' is not the file's name; accepted: mine")]
    [InlineData("chat: /chat", "chatt: /chat", "operations.chatt: there is no key 'chatt' here; did you mean 'chat'?")]
    [InlineData(
        "status: unknown", "status: listed, countries: [NO, UK]", "territories.countries[1]: 'UK' is not a territory")]
    [InlineData("https://mine.example/v1", "\"https://{host}/v1\"", "regions[0].base_url: there is no variable 'host'")]
    [InlineData("as_of: 2026-01-01\nauth", "as_of: yesterday\nauth",
        "as_of: the text 'yesterday' stands where a day such as 2024-07-09 is expected")]
    [InlineData("dialect: openai_chat\n", "", "dialect: is missing")]
    [InlineData("operations: {",
        "rate_limit_headers: { requests: { remaining: x-left }, source: https://e.com, as_of: 2026-01-01 }\n"
            + "operations: {",
        "rate_limit_headers.requests.reset: is missing, and window_seconds too")]
    [InlineData("operations: {",
        "rate_limit_headers: { tokens: { remaining: 'x left', window_seconds: 60 }, source: https://e.com, "
            + "as_of: 2026-01-01 }\noperations: {",
        "rate_limit_headers.tokens.remaining: 'x left' is not a header's name")]
    [InlineData("operations: {",
        "rate_limit_headers: { source: https://e.com, as_of: 2026-01-01 }\noperations: {",
        "rate_limit_headers: names no header")]
    public void A_wrong_entry_is_left_out_with_the_reason_and_its_place(string right, string wrong, string expected)
    {
        using var folder = new TestFolder();
        folder.Write("providers/mine.yaml", Entry.Replace(right, wrong, StringComparison.Ordinal));
        var errors = new List<ConfigurationError>();

        var catalog = CatalogReader.Read([folder.Path], errors);

        Assert.Null(catalog.Find("mine"));
        var error = Assert.Single(errors);
        Assert.Contains("catalog/mine " + expected, error.ToString(), StringComparison.Ordinal);
        Assert.True(error.Line > 0);
    }

    [Fact]
    public void A_process_that_serves_opens_the_catalog_that_is_read_whole_elsewhere()
    {
        var errors = new List<ConfigurationError>();
        var read = CatalogReader.Read([CatalogReader.ShippedFolder], errors);

        var opened = CatalogReader.Open([CatalogReader.ShippedFolder], errors);

        Assert.Empty(errors);
        Assert.Equal(read.Names.Order(), opened.Names.Order());
        Assert.All(read.Providers, entry => Assert.Equal(Json(entry), Json(opened.Find(entry.Name)!)));
    }

    [Fact]
    public void Every_file_that_ships_is_known_by_its_content()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(CatalogReader.ShippedFolder, "providers")))
        {
            var hash = SHA256.HashData(File.ReadAllBytes(file));
            Assert.True(ShippedFiles.Contains(Path.GetFileNameWithoutExtension(file), hash), file);
        }
    }

    [Theory]
    [InlineData("openai.yaml", "chat: /chat/completions", "chatt: /chat/completions")]
    [InlineData("openai.yaml", "name: openai", "name: opanai")]
    [InlineData("openai.yaml", "verified: true", "verified: perhaps")]
    public void A_file_that_shipped_and_was_changed_since_is_checked_when_the_process_starts(
        string file, string right, string wrong)
    {
        using var folder = new TestFolder();
        var text = File.ReadAllText(Path.Combine(CatalogReader.ShippedFolder, "providers", file));
        folder.Write($"providers/{file}", text.Replace(right, wrong, StringComparison.Ordinal));
        var errors = new List<ConfigurationError>();

        var catalog = CatalogReader.Open([folder.Path], errors);

        Assert.NotEmpty(errors);
        Assert.Null(catalog.Find("openai"));
    }

    [Fact]
    public void A_file_that_shipped_under_another_name_is_none_that_shipped()
    {
        using var folder = new TestFolder();
        folder.Write(
            "providers/mine.yaml",
            File.ReadAllText(Path.Combine(CatalogReader.ShippedFolder, "providers", "openai.yaml")));
        var errors = new List<ConfigurationError>();

        CatalogReader.Open([folder.Path], errors);

        Assert.Contains("'openai' is not the file's name", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_means_something_gives_the_catalog_another_fingerprint_and_takes_force()
    {
        using var overlay = new TestFolder();
        var text = File.ReadAllText(Path.Combine(CatalogReader.ShippedFolder, "providers", "openai.yaml"));
        overlay.Write("providers/openai.yaml", text.Replace("title: OpenAI", "title: Other", StringComparison.Ordinal));
        var errors = new List<ConfigurationError>();

        var shipped = CatalogReader.Open([CatalogReader.ShippedFolder], errors);
        var again = CatalogReader.Open([CatalogReader.ShippedFolder], errors);
        var changed = CatalogReader.Open([CatalogReader.ShippedFolder, overlay.Path], errors);

        Assert.Empty(errors);
        Assert.Equal(shipped.Fingerprint.ToArray(), again.Fingerprint.ToArray());
        Assert.NotEqual(shipped.Fingerprint.ToArray(), changed.Fingerprint.ToArray());
        Assert.Equal("Other", changed.Find("openai")!.Title);
    }

    private static string Json(CatalogProvider entry) =>
        JsonSerializer.Serialize(entry, ConfigJsonContext.Default.CatalogProvider);

    [Fact]
    public void Check_reports_what_is_old_unverified_unpriced_and_gone()
    {
        using var folder = new TestFolder();
        folder.Write("providers/mine.yaml", Entry);
        var catalog = CatalogReader.Read([folder.Path], []);

        var fresh = CatalogCheck.Run(catalog, new DateOnly(2026, 1, 15));
        var later = CatalogCheck.Run(catalog, new DateOnly(2026, 6, 1));

        Assert.Equal((5, 5), (fresh.Facts, fresh.Unverified));
        Assert.Equal(
            [CatalogFindingKind.TerritoriesUnknown, CatalogFindingKind.NoPrice], fresh.Findings.Select(f => f.Finding));
        Assert.Equal(5, later.Findings.Count(f => f.Finding == CatalogFindingKind.Stale));
        Assert.Contains(later.Findings, f => f is { Finding: CatalogFindingKind.ShutDown, Fact: "models.m1" });
    }
}
