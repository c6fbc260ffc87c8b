using System.Globalization;
using Godwit.Control.Tests.Storage;
using Xunit;

namespace Godwit.Control.Tests.Reports;

/// <summary>On SQLite.</summary>
public sealed class SqliteUnusedGrantsTests() : UnusedGrantsTests(new SqliteTestDatabase());

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresUnusedGrantsTests() : UnusedGrantsTests(new PostgresTestDatabase());

/// <summary>Grants of which something expired, or is about to.</summary>
public abstract class UnusedGrantsTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected UnusedGrantsTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync() => node = await ControlNode.StartAsync(database, folder.Path);

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
            await node.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_grant_that_nobody_uses_is_reported_with_what_will_expire()
    {
        var until = DateTimeOffset.UtcNow.AddDays(10)
            .ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);
        await node.Client.ApplyAsync(ReportSamples.Configuration + $$"""

            ---
            kind: Grant
            name: idle
            spec: { provider: maker, unit: tokens, amount: 1000, from: 2026-01-01T00:00:00Z, until: {{until}} }
            ---
            kind: Grant
            name: later
            spec: { provider: east, unit: tokens, amount: 1000, from: 2999-01-01T00:00:00Z }
            """);

        var row = Assert.Single((await node.Client.UnusedGrantsAsync()).Grants);

        Assert.Equal(("idle", 1000m, 1000m, true), (row.Name, row.Available, row.ExpiresUnused, row.NeverUsed));
        Assert.Empty((await node.Client.UnusedGrantsAsync("east")).Grants);
    }
}
