using Godwit.Control.Api;
using Godwit.Control.Grants;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Grants;

public sealed class GrantsApiOnSqliteTests() : GrantsApiTests(new SqliteTestDatabase());

public sealed class GrantsApiOnPostgresTests() : GrantsApiTests(new PostgresTestDatabase());

/// <summary>What the admin API says of grants and their ledger, on both engines.</summary>
public abstract class GrantsApiTests : IAsyncLifetime
{
    private const string Resources =
        """
        kind: Provider
        name: qwen
        spec: { catalog: alibaba-qwen, simulated: true }
        ---
        kind: Grant
        name: promised
        spec:
          provider: qwen
          models: [qwen-plus]
          unit: tokens
          amount: 22000000
          from: 2026-07-01T00:00:00Z
          until: 2026-08-01T00:00:00Z
          offer: openai-move-2024
        ---
        kind: Grant
        name: credit
        spec: { provider: qwen, unit: money, currency: CNY, amount: 1.5, from: 2026-07-01T00:00:00Z, renews: monthly }
        """;

    private static readonly DateTimeOffset Now = new(2026, 7, 15, 0, 0, 0, TimeSpan.Zero);

    private readonly TestFolder folder = new();
    private readonly FakeTimeProvider time = new(Now);
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected GrantsApiTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync()
    {
        node = await ControlNode.StartAsync(
            database, folder.Path, services => services.AddSingleton<TimeProvider>(time));
        await node.Client.ApplyAsync(Resources);
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
    public async Task A_grant_that_was_applied_is_there_with_its_balance()
    {
        var report = await node.Client.GrantsAsync();

        Assert.Equal(["promised", "credit"], report.Grants.Select(g => g.Name));
        var promised = report.Grants[0];
        Assert.Equal((22_000_000m, GrantState.Live), (promised.Available, promised.State));
        Assert.Equal((22_000_000m, null), (promised.ExpiresUnused, promised.RunsOutAt));
        Assert.Equal((1.5m, "CNY", GrantUnit.Money), (report.Grants[1].Available, report.Grants[1].Currency,
            report.Grants[1].Unit));
        Assert.Empty((await node.Client.GrantsAsync("other")).Grants);
    }

    [Fact]
    public async Task Use_is_counted_forecast_and_listed()
    {
        await StoreAsync(LedgerSamples.Record(
            Guid.CreateVersion7(), Now, ("grant/promised", 0, 9_000_000, 7_000_000),
            ("grant/credit", new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks, 1_000_000_000, 1)));
        time.Advance(TimeSpan.FromDays(7));

        var report = await node.Client.GrantsAsync();

        Assert.Equal((15_000_000m, 7_000_000m), (report.Grants[0].Available, report.Grants[0].Used));
        Assert.Equal(1_000_000m, report.Grants[0].UsedPerDay);
        Assert.Equal(5_000_000m, report.Grants[0].ExpiresUnused);
        Assert.Equal(1.499999999m, report.Grants[1].Available);
        var entries = (await node.Client.GrantEntriesAsync("promised")).Items;
        Assert.Equal(
            ["released", "used", "reserved", "granted"], entries.Select(e => e.Kind));
        Assert.Equal(("reserved", "used", 7_000_000m), (entries[1].From, entries[1].To, entries[1].Amount));
        Assert.Equal([1L, 1L, 1L, null], entries.Select(e => e.Requests));
        Assert.Equal(2, (await node.Client.GrantEntriesAsync("promised", entries[1].Seq)).Items.Count);
    }

    [Fact]
    public async Task What_is_left_at_the_end_expires_and_a_month_begins_anew()
    {
        await node.Client.GrantsAsync();
        time.Advance(TimeSpan.FromDays(20));

        var report = await node.Client.GrantsAsync();

        Assert.Equal((GrantState.Over, 22_000_000m), (report.Grants[0].State, report.Grants[0].ExpiredInAll));
        Assert.Equal((1.5m, 1.5m), (report.Grants[1].Available, report.Grants[1].ExpiredInAll));
    }

    [Fact]
    public async Task An_operator_corrects_what_is_left_and_says_why()
    {
        var corrected = await node.Client.CorrectGrantAsync(
            new() { Grant = "promised", Balance = 5, Reason = "the\nprovider's page" });

        Assert.Equal((5m, 21_999_995m), (corrected.Available, corrected.Corrected));
        var entry = (await node.Client.GrantEntriesAsync("promised", limit: 1)).Items[0];
        Assert.Equal(("corrected", "admin: tester: the provider's page"), (entry.Kind, entry.Note));
    }

    [Theory]
    [InlineData("none", 1, "r", 404)]
    [InlineData("promised", -1, "r", 400)]
    [InlineData("promised", 0.5, "r", 400)]
    [InlineData("promised", 9e15, "r", 400)]
    [InlineData("credit", 9e12, "r", 400)]
    [InlineData("promised", 1, " ", 400)]
    public async Task A_correction_that_makes_no_sense_is_refused(string grant, double balance, string why, int status)
    {
        var e = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.CorrectGrantAsync(
            new() { Grant = grant, Balance = (decimal)balance, Reason = why }));

        Assert.Equal(status, e.Problem.Status);
    }

    [Fact]
    public async Task A_grant_that_is_over_cannot_be_corrected()
    {
        time.Advance(TimeSpan.FromDays(20));

        var e = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.CorrectGrantAsync(
            new() { Grant = "promised", Balance = 1, Reason = "r" }));

        Assert.Equal((409, "urn:godwit:problem:grant_not_live"), (e.Problem.Status, e.Problem.Type));
    }

    [Fact]
    public async Task The_ledger_of_a_grant_that_is_removed_stays()
    {
        await node.Client.GrantsAsync();
        await node.Client.DeleteAsync("Grant", "promised");
        await node.Client.GrantsAsync();

        var entries = (await node.Client.GrantEntriesAsync("promised")).Items;

        Assert.Equal(["expired", "granted"], entries.Select(e => e.Kind));
        Assert.Equal(404, (await Assert.ThrowsAsync<AdminApiException>(
            () => node.Client.GrantEntriesAsync("never"))).Problem.Status);
    }

    [Fact]
    public async Task Offers_are_told_with_their_days_and_the_grants_that_come_from_them()
    {
        var all = (await node.Client.GrantOffersAsync()).Items;
        var ours = (await node.Client.GrantOffersAsync("qwen")).Items;

        Assert.Contains(all, o => o.Catalog == "zhipu-glm");
        var move = Assert.Single(ours, o => o.Name == "openai-move-2024");
        Assert.Equal((22_000_000L, true), (move.Tokens, move.Verified));
        Assert.Equal(["promised"], move.Grants);
    }

    [Fact]
    public async Task The_data_plane_is_told_what_an_operator_put_right()
    {
        var corrections = node.App.Services.GetRequiredService<GrantCorrections>();
        await node.Client.CorrectGrantAsync(new() { Grant = "promised", Balance = 21_000_000, Reason = "r" });

        await ControlNode.UntilAsync(() => corrections.Of("grant/promised", 0) == -1_000_000);

        Assert.Equal(0, corrections.Of("grant/promised", 1));
    }

    private async Task StoreAsync(JournalRecord record)
    {
        await node.App.Services.GetRequiredService<GrantLedgerWorker>().ReconcileAsync(CancellationToken.None);
        await node.App.Services.GetRequiredService<IRequestStore>().AppendAsync([record], CancellationToken.None);
    }
}
