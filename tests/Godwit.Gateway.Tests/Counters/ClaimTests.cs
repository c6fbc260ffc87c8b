using Godwit.Gateway.Counters;
using Godwit.Gateway.Journal;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>
/// A rate holds through any death of its node: what was claimed of its window is known at the next start.
/// </summary>
public sealed class ClaimTests : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly string folder = Directory.CreateTempSubdirectory("godwit-claims-").FullName;
    private readonly FakeTimeProvider clock = new();

    private long Now => clock.GetUtcNow().UtcTicks;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public async Task No_window_holds_more_than_the_rate_whenever_the_node_dies(int seed)
    {
        var random = new Random(seed);
        var rate = Rate(random.NextInt64(3, 200));
        var taken = new List<(long At, long Amount)>();
        for (var life = 0; life < 60; life++)
        {
            using var node = new Life(folder, clock);
            for (var step = 0; step < random.Next(1, 30); step++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 4_000)));
                await TakeAsync(node, rate, random, taken);
                if (random.Next(8) == 0)
                    await node.ShipAsync();
                if (random.Next(8) == 0)
                    await node.Table.TidyAsync(Now, again: false, CancellationToken.None);
                var since = Now - Window.Ticks;
                Assert.True(taken.Where(t => t.At > since).Sum(t => t.Amount) <= rate.Most);
            }
        }

        Assert.True(taken.Count > 100, $"served {taken.Count}");
    }

    [Fact]
    public async Task What_was_given_back_before_the_end_is_there_at_the_next_start()
    {
        var rate = Rate(1_000);
        using (var node = new Life(folder, clock))
        {
            var (meter, bucket) = (node.Table.Of(rate, ""), rate.BucketOf(Now));
            Assert.True(await ReserveAsync(meter, rate, bucket, 400));
            meter.Settle(bucket, 400, 30);
            clock.Advance(TimeSpan.FromSeconds(2));
            await node.Table.TidyAsync(Now, again: false, CancellationToken.None);
        }

        using var next = new Life(folder, clock);
        Assert.Equal(970, next.Table.Of(rate, "").LeftOf(rate.BucketOf(Now), rate.Most));
    }

    [Fact]
    public async Task What_was_read_and_saved_is_known_without_the_journal_until_the_window_is_over()
    {
        var rate = Rate(1_000);
        using (var node = new Life(folder, clock))
        {
            Assert.True(await ReserveAsync(node.Table.Of(rate, "a"), rate, rate.BucketOf(Now), 400));
            node.Journal.Append(new RequestRecord { Id = Guid.CreateVersion7(), StartedAt = default });
            await node.ShipAsync();
            node.Book.Dispose();
        }

        foreach (var journal in Directory.EnumerateFiles(folder, "*.journal"))
            File.Delete(journal);
        using (var next = new Life(folder, clock))
        {
            Assert.Equal(600, next.Table.Of(rate, "a").LeftOf(rate.BucketOf(Now), rate.Most));
            Assert.Equal(1_000, next.Table.Of(rate, "b").LeftOf(rate.BucketOf(Now), rate.Most));
        }

        clock.Advance(2 * Window);
        using (new Life(folder, clock))
        {
            // It saves what it knows when it starts.
        }

        using var last = new Life(folder, clock);
        Assert.Empty(last.Book.Accounts);
    }

    private async Task TakeAsync(Life node, LimitRules rate, Random random, List<(long At, long Amount)> taken)
    {
        var (meter, bucket) = (node.Table.Of(rate, ""), rate.BucketOf(Now));
        var amount = random.NextInt64(1, Math.Max(2, rate.Most / 8));
        if (!await ReserveAsync(meter, rate, bucket, amount))
            return;
        var spent = random.NextInt64(0, amount + 1);
        taken.Add((Now, random.Next(5) == 0 ? amount : spent));
        // Some are under way when the node dies.
        if (taken[^1].Amount == spent)
            meter.Settle(bucket, amount, spent);
    }

    private static ValueTask<bool> ReserveAsync(Meter meter, LimitRules rate, long bucket, long amount) =>
        meter.ReserveAsync(bucket, rate.Most, amount, WhenCountersLost.Refuse, CancellationToken.None);

    private static LimitRules Rate(long most) => new()
    {
        Label = "RateLimit/r", Unit = LimitUnit.Tokens, Most = most, Per = LimitPer.All,
        WhenCountersLost = WhenCountersLost.Refuse, WindowTicks = Window.Ticks,
    };

    /// <summary>A process that counts, until it is killed.</summary>
    private sealed class Life : IDisposable
    {
        private readonly JournalSegments segments;
        private readonly JournalReader reader;

        public Life(string folder, FakeTimeProvider clock)
        {
            segments = new JournalSegments(folder);
            Journal = new RequestJournal(segments, segmentSize: 600);
            Book = new CounterBook(segments, Journal, clock, NullLogger<CounterBook>.Instance);
            reader = new JournalReader(segments, TimeProvider.System, Book);
            Table = new MeterTable(new LocalCeilings(clock), Book);
        }

        public RequestJournal Journal { get; }

        public CounterBook Book { get; }

        public MeterTable Table { get; }

        public async Task ShipAsync()
        {
            Journal.Append(new RequestRecord { Id = Guid.CreateVersion7(), StartedAt = default });
            reader.Acknowledge((await reader.ReadAsync(10, CancellationToken.None)).Next);
        }

        // As kill -9: the journal stays as it is, and the book is not saved.
        public void Dispose()
        {
            Journal.Dispose();
            reader.Dispose();
            segments.Dispose();
        }
    }
}
