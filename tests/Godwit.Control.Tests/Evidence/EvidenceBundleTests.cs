using System.IO.Compression;
using System.Text;
using Godwit.Control.Api;
using Godwit.Control.Evidence.Verification;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Evidence;

public sealed class EvidenceBundleOnSqliteTests() : EvidenceBundleTests(new SqliteTestDatabase());

public sealed class EvidenceBundleOnPostgresTests() : EvidenceBundleTests(new PostgresTestDatabase());

/// <summary>What a bundle holds, and that nothing of it can be changed without notice.</summary>
public abstract class EvidenceBundleTests : IAsyncLifetime
{
    private const int Records = 5;

    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected EvidenceBundleTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync()
    {
        node = await ControlNode.StartAsync(database, folder.Path);
        await node.Client.ApplyAsync(EvidenceSamples.Configuration + "\n---\n" + EvidenceSamples.Policy("FR"));
        var revision = node.Snapshots.Current!.Revision;
        await node.App.Services.GetRequiredService<DatasetStore>().AddAsync(
            "aabbccdd", [new AddressSource("ipfire", "CC-BY-SA-4.0", "by", EvidenceSamples.Start, "00ff", 7, true)],
            CancellationToken.None);
        await node.StoreAsync(Enumerable.Range(0, Records).Select(i => EvidenceSamples.Record(i, "CN") with
        {
            SnapshotRevision = revision, Dataset = "aabbccdd", Policy = "<b>&cut@1",
        }));
        await node.StoreAsync(EvidenceSamples.Record(7, "CN", "other"));
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
            await node.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_bundle_holds_the_organizations_evidence_and_verifies_with_the_published_key()
    {
        var bundle = await ExportAsync();
        var key = await node.Client.EvidenceKeyAsync();

        var found = await VerifyAsync(bundle, key.PublicKey, key.Fingerprint);

        Assert.Empty(found.Problems);
        Assert.Equal((key.Fingerprint, true), (found.KeyFingerprint, found.KeyWasGiven));
        var files = found.Manifest!.Files.ToDictionary(f => f.Name, f => f.Lines);
        Assert.Equal((Records, 1), (files["records.jsonl"], files["datasets.jsonl"]));
        Assert.Equal((2, 2), (files["configuration.jsonl"], files["history.jsonl"]));
        Assert.Null(files["summary.html"]);
    }

    [Fact]
    public async Task A_bundle_tells_what_its_requests_were_corrected_to_and_no_others()
    {
        var store = node.App.Services.GetRequiredService<ICorrectionStore>();
        var costed = await store.CostedAsync(new RequestFilter(), 100, CancellationToken.None);
        await store.CorrectAsync([.. costed.Select(one => (one, Correction(one)))], CancellationToken.None);
        await store.CorrectAsync([(costed[0], Correction(costed[0]) with { Attempt = 1 })], CancellationToken.None);

        var bundle = await ExportAsync();

        var found = await VerifyAsync(bundle);
        Assert.Empty(found.Problems);
        Assert.Equal(Records + 1, found.Manifest!.Files.Single(f => f.Name == "corrections.jsonl").Lines);
        var lines = ReadEntry(bundle, "corrections.jsonl").Split('\n');
        Assert.All(
            costed.Where(one => one.Record.Organization == "acme").Index(),
            one => Assert.Contains(
                $"\"request\":\"{one.Item.Record.Id}\"", lines[one.Index], StringComparison.Ordinal));
        Assert.Contains("\"attempt\":1,", lines[Records], StringComparison.Ordinal);

        var tampered = Rewrite(bundle, "corrections.jsonl", text => text.Replace(
            lines[1], lines[1].Replace("0.25", "0.35", StringComparison.Ordinal), StringComparison.Ordinal));
        var problem = (await VerifyAsync(tampered)).Problems[0];
        Assert.Equal(
            ("corrections.jsonl", 2, costed[1].Record.Id.ToString()), (problem.File, problem.Line, problem.Subject));
    }

    [Fact]
    public async Task The_key_is_made_once_and_kept()
    {
        var before = await node.Client.EvidenceKeyAsync();
        await node.DisposeAsync();
        node = await ControlNode.StartAsync(database, folder.Path);

        Assert.Equal(before, await node.Client.EvidenceKeyAsync());
    }

    [Fact]
    public async Task The_summary_is_escaped()
    {
        var summary = ReadEntry(await ExportAsync(), "summary.html");

        Assert.Contains("&lt;b&gt;&amp;cut@1", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_changed_byte_of_a_record_names_the_file_the_line_and_the_request()
    {
        var bundle = await ExportAsync();
        var lines = ReadEntry(bundle, "records.jsonl").Split('\n');

        var tampered = Rewrite(bundle, "records.jsonl", text => text.Replace(
            lines[2], lines[2].Replace("\"CN\"", "\"CM\"", StringComparison.Ordinal), StringComparison.Ordinal));

        var problem = (await VerifyAsync(tampered)).Problems[0];
        Assert.Equal(("records.jsonl", 3), (problem.File, problem.Line));
        Assert.Contains(problem.Subject!, lines[2], StringComparison.Ordinal);
        Assert.Equal("was changed after it was written", problem.Message);
    }

    [Theory]
    [InlineData("history.jsonl")]
    [InlineData("configuration.jsonl")]
    [InlineData("datasets.jsonl")]
    [InlineData("summary.html")]
    [InlineData("manifest.json")]
    [InlineData("public-key.pem")]
    public async Task A_change_of_any_file_names_that_file(string file)
    {
        var tampered = Rewrite(await ExportAsync(), file, text => text[..40] + (char)(text[40] ^ 1) + text[41..]);

        Assert.Contains((await VerifyAsync(tampered)).Problems, p => p.File == file);
    }

    [Fact]
    public async Task A_changed_signature_does_not_fit_the_manifest()
    {
        var tampered = Rewrite(
            await ExportAsync(), "manifest.sig", text => (text[0] == 'A' ? 'B' : 'A') + text[1..]);

        Assert.Contains((await VerifyAsync(tampered)).Problems, p => p.File == "manifest.json");
    }

    [Fact]
    public async Task A_record_that_is_left_out_or_added_is_noticed()
    {
        var bundle = await ExportAsync();
        var cut = Rewrite(bundle, "records.jsonl", text => text[..(text[..^1].LastIndexOf('\n') + 1)]);
        var doubled = Rewrite(bundle, "records.jsonl", text => text + text[(text[..^1].LastIndexOf('\n') + 1)..]);

        Assert.Equal("records.jsonl", (await VerifyAsync(cut)).Problems[0].File);
        Assert.Equal(Records + 1, (await VerifyAsync(doubled)).Problems[0].Line);
    }

    [Fact]
    public async Task Any_flipped_byte_of_the_archive_is_refused()
    {
        var bundle = await ExportAsync();
        var random = new Random(7);
        foreach (var at in Enumerable.Range(0, 60).Append(bundle.Length - 1).Append(bundle.Length - 90)
            .Concat(Enumerable.Range(0, 150).Select(_ => random.Next(bundle.Length))))
        {
            byte[] flipped = [.. bundle];
            flipped[at] ^= (byte)(1 << random.Next(8));

            var found = await VerifyAsync(flipped);

            Assert.False(found.Intact, $"byte {at} of {bundle.Length}");
            Assert.NotEqual("", found.Problems[0].File);
        }
    }

    [Fact]
    public async Task Another_key_or_fingerprint_is_refused()
    {
        using var other = System.Security.Cryptography.ECDsa.Create(
            System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var bundle = await ExportAsync();

        Assert.False((await VerifyAsync(bundle, other.ExportSubjectPublicKeyInfoPem())).Intact);
        Assert.False((await VerifyAsync(bundle, null, new string('0', 64))).Intact);
        Assert.False((await VerifyAsync(bundle, "no key")).Intact);
        Assert.False((await VerifyAsync(Encoding.UTF8.GetBytes("no archive"))).Intact);
        Assert.False((await VerifyAsync(bundle[..(bundle.Length / 2)])).Intact);
    }

    [Fact]
    public async Task An_organization_that_never_was_is_not_found_and_a_period_is_needed()
    {
        var missing = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.ExportEvidenceAsync(
            "nobody", EvidenceSamples.Start, null, Stream.Null));
        var backwards = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.ExportEvidenceAsync(
            "acme", EvidenceSamples.Start, EvidenceSamples.Start, Stream.Null));

        Assert.Equal((404, 400), (missing.Problem.Status, backwards.Problem.Status));
    }

    private static CostCorrection Correction(CostedRecord record) => new()
    {
        Request = record.Record.Id, Number = 1, CorrectedAt = EvidenceSamples.Start.AddDays(1), CorrectedBy = "tester",
        Reason = "invoice 4711", OldAmount = record.Amount, OldCurrency = record.Currency, NewAmount = 0.25m,
        NewCurrency = "USD", NewPriceVersion = "new",
    };

    private async Task<byte[]> ExportAsync()
    {
        using var output = new MemoryStream();
        await node.Client.ExportEvidenceAsync(
            "acme", EvidenceSamples.Start, DateTimeOffset.UtcNow.AddYears(1), output);
        return output.ToArray();
    }

    private static async Task<BundleVerification> VerifyAsync(
        byte[] bundle, string? key = null, string? fingerprint = null)
    {
        using var stream = new MemoryStream(bundle);
        return await BundleVerifier.VerifyAsync(stream, key, fingerprint, CancellationToken.None);
    }

    private static string ReadEntry(byte[] bundle, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(bundle));
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    // As somebody would who unpacks a bundle, edits a file, and packs it again.
    private static byte[] Rewrite(byte[] bundle, string name, Func<string, string> change)
    {
        using var output = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(bundle)))
        using (var to = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                var text = ReadEntry(bundle, entry.FullName);
                using var written = to.CreateEntry(entry.FullName).Open();
                written.Write(Encoding.UTF8.GetBytes(entry.FullName == name ? change(text) : text));
            }
        }

        return output.ToArray();
    }
}
