using Godwit.Gateway.Counters;
using Godwit.Gateway.Journal;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>A node that starts again knows what it spent, whenever it died, and settles each request once.</summary>
public sealed class CounterBookTests : IDisposable
{
    private const string Account = "Budget/b#USD|acme";
    private static readonly long Period = DateTime.UtcNow.Date.Ticks;
    private readonly string folder = Directory.CreateTempSubdirectory("godwit-book-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_recorded_and_never_shipped_is_known_at_the_next_start()
    {
        using (var node = Start())
        {
            node.Journal.Append(Record(Guid.CreateVersion7(), reserved: 10, spent: 7));
            node.Journal.Append(Record(Guid.CreateVersion7(), reserved: 10, spent: 4));
        }

        using var next = Start();
        Assert.Equal([(Period, 11L)], next.Book.Of(Account));
    }

    [Fact]
    public async Task A_request_that_was_under_way_is_charged_what_it_held_by_a_record_that_says_so()
    {
        var (lost, settled) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using (var node = Start())
        {
            node.Hold(lost, 10);
            node.Hold(settled, 10);
            node.Journal.Append(Record(settled, 10, 3));
        }

        using var next = Start();
        Assert.Equal(13, next.Book.Of(Account).Sum(s => s.Spent));
        var records = await next.ReadAllAsync();
        Assert.Equal([(settled, RequestEnding.Completed), (lost, RequestEnding.Lost)],
            records.Select(r => (r.Id, r.Ending)));
    }

    [Fact]
    public async Task A_second_attempt_that_is_shipped_with_the_record_leaves_nothing_of_the_first()
    {
        var (other, tried) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using (var node = Start())
        {
            node.Hold(tried, 10);
            node.Journal.Append(Record(other, 10, 1));
            await node.ReadAllAsync();
            node.Hold(tried, 10);
            node.Journal.Append(Record(tried, 10, 3));
            await node.ReadAllAsync();
            node.Book.Dispose();
        }

        using var next = Start();
        Assert.Equal(4, next.Book.Of(Account).Sum(s => s.Spent));
        Assert.Empty(await next.ReadAllAsync());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task However_often_and_whenever_it_dies_each_request_counts_once(int seed)
    {
        var random = new Random(seed);
        var (expected, ids) = (0L, new Dictionary<Guid, long>());
        for (var life = 0; life < 6; life++)
        {
            using var node = Start();
            Assert.Equal(expected, node.Book.Of(Account).Sum(s => s.Spent));
            for (var step = 0; step < random.Next(1, 12); step++)
            {
                var (id, amount) = (Guid.CreateVersion7(), random.NextInt64(1, 100));
                var spent = random.NextInt64(1, amount + 1);
                var ends = random.Next(4) > 0;
                node.Hold(id, amount);
                if (ends)
                    node.Journal.Append(Record(id, amount, spent));
                ids.Add(id, ends ? spent : amount);
                expected += ends ? spent : amount;
                if (random.Next(3) == 0)
                    await node.ShipAsync(random.Next(1, 5));
            }
        }

        using var last = Start();
        Assert.Equal(expected, last.Book.Of(Account).Sum(s => s.Spent));
        await last.ReadAllAsync();
        Assert.Equal(ids.OrderBy(i => i.Key), Shipped.OrderBy(i => i.Key));
    }

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    // What the store has: by id, so that a record that comes twice counts once.
    private Dictionary<Guid, long> Shipped { get; } = [];

    private Node Start() => new(folder, Shipped);

    private static RequestRecord Record(Guid id, long reserved, long spent) => new()
    {
        Id = id, StartedAt = DateTimeOffset.UnixEpoch,
        Ending = reserved == spent ? RequestEnding.Lost : RequestEnding.Completed,
        Charges = [new Charge(Account, Period, reserved, spent)],
    };

    private sealed class Node : IDisposable
    {
        private readonly Dictionary<Guid, long> shipped;
        private readonly JournalSegments segments;
        private readonly JournalReader reader;

        public Node(string folder, Dictionary<Guid, long> shipped)
        {
            this.shipped = shipped;
            segments = new JournalSegments(folder);
            Journal = new RequestJournal(segments, segmentSize: 600);
            Book = new CounterBook(
                segments, Journal, TimeProvider.System, NullLogger<CounterBook>.Instance);
            reader = new JournalReader(segments, TimeProvider.System, Book);
        }

        public RequestJournal Journal { get; }

        public CounterBook Book { get; }

        public void Hold(Guid id, long amount)
        {
            var holds = new RequestHolds();
            holds.Add(HeldSamples.Of(Account, Period, amount));
            Journal.AppendHold(HeldSamples.UnderWay(id), holds);
        }

        public async Task ShipAsync(int limit)
        {
            if (reader.PendingBytes == 0)
                return;
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            try
            {
                var batch = await reader.ReadAsync(limit, timeout.Token);
                foreach (var record in batch.Records.Select(r => r.Read()))
                    shipped[record.Id] = record.Charges!.Sum(c => c.Spent);
                reader.Acknowledge(batch.Next);
            }
            catch (OperationCanceledException)
            {
                // Nothing but what requests hold.
            }
        }

        public async Task<List<RequestRecord>> ReadAllAsync()
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            var all = new List<RequestRecord>();
            try
            {
                while (true)
                {
                    var batch = await reader.ReadAsync(1_000, timeout.Token);
                    var records = batch.Records.Select(r => r.Read()).ToList();
                    all.AddRange(records);
                    foreach (var record in records)
                        shipped[record.Id] = record.Charges!.Sum(c => c.Spent);
                    reader.Acknowledge(batch.Next);
                }
            }
            catch (OperationCanceledException)
            {
                return all;
            }
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
