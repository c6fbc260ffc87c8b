using Godwit.Control.Api;
using Godwit.Control.Prices.Repricing;
using Godwit.Control.Storage;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Prices.Repricing;

/// <summary>How a long period is gone through.</summary>
public class RepricerTests
{
    [Fact]
    public async Task A_long_period_takes_several_calls_and_each_reads_a_batch_at_a_time()
    {
        var store = new FakeStore(20_700);
        var snapshot = SnapshotCompiler.Compile(
            new ConfigurationSet(), CatalogSet.Empty, _ => null, 1, "", DateTimeOffset.UnixEpoch);
        var request = new RepriceRequest { From = FakeStore.Start, To = FakeStore.Start.AddDays(9) };
        var repricer = new Repricer(store, new FakeTimeProvider());

        var (calls, examined) = (0, 0L);
        do
        {
            var report = await repricer.RunAsync(request, snapshot, "tester", CancellationToken.None);
            examined += report.Examined;
            calls++;
            Assert.Equal(report.Examined, report.WithoutPrice);
            request = request with { After = report.Next };
        }
        while (request.After is not null);

        Assert.Equal((3, 20_700, 500), (calls, (int)examined, store.Most));
    }

    private sealed class FakeStore(int count) : ICorrectionStore
    {
        public static readonly DateTimeOffset Start = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

        public int Most { get; private set; }

        public Task<IReadOnlyList<CostedRecord>> CostedAsync(
            RequestFilter filter, int limit, CancellationToken cancellation)
        {
            Most = Math.Max(Most, limit);
            var first = filter.After is { } after ? IndexOf(after) + 1 : 0;
            return Task.FromResult<IReadOnlyList<CostedRecord>>(
                [.. Enumerable.Range(first, Math.Min(limit, count - first)).Select(Record)]);
        }

        public Task<IReadOnlyList<CostCorrection>> CorrectAsync(
            IReadOnlyList<(CostedRecord Record, CostCorrection Entry)> entries, CancellationToken cancellation) =>
            throw new InvalidOperationException("Nothing has a price.");

        public Task<IReadOnlyList<CostCorrection>> CorrectionsAsync(Guid request, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<CostCorrection>>([]);

        public IAsyncEnumerable<CostCorrection> CorrectionsAsync(
            RequestFilter filter, CancellationToken cancellation) => AsyncEnumerable.Empty<CostCorrection>();

        private static int IndexOf(Guid id) => BitConverter.ToInt32(id.ToByteArray(), 12);

        private static CostedRecord Record(int index)
        {
            var id = new byte[16];
            BitConverter.TryWriteBytes(id.AsSpan(12), index);
            var record = new RequestRecord
            {
                Id = new Guid(id), StartedAt = Start.AddSeconds(index), Provider = "local", Model = "tiny",
                Usage = new TokenUsage(1, 1, null, null),
            };
            return new CostedRecord("", record, 0, null, null, null);
        }
    }
}
