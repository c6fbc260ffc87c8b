using Godwit.Gateway.Journal;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Journal;

/// <summary>What was appended is read once, in order, whatever happens around it.</summary>
public sealed class RequestJournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("godwit-journal-").FullName;
    private readonly JournalSegments segments;
    private long next;

    public RequestJournalTests() => segments = new JournalSegments(folder);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task No_record_is_lost_when_segments_roll_while_they_are_read()
    {
        const int count = 3_000;
        var reader = NewReader();
        using var journal = new RequestJournal(segments, segmentSize: 10_000);
        var writing = Task.Run(() => Append(journal, count));
        var read = new List<long>();
        while (read.Count < count)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var batch = await reader.ReadAsync(7, limit.Token);
            read.AddRange(batch.Records.Select(r => r.Read().SnapshotRevision));
            reader.Acknowledge(batch.Next);
            if (writing.IsCompleted && read[^1] == count - 1)
                break;
        }

        await writing;
        Assert.Equal(Enumerable.Range(0, count).Select(n => (long)n), read);
    }

    [Fact]
    public async Task A_torn_frame_ends_its_segment_and_the_next_process_goes_on_in_a_new_one()
    {
        using (var first = new RequestJournal(segments))
            Append(first, 3);
        var path = segments.PathOf(segments.Existing()[^1]);
        using (var torn = File.OpenWrite(path))
            torn.SetLength(torn.Length - 5);
        using var second = new RequestJournal(segments);
        Append(second, 2);
        Assert.Equal([0, 1, 3, 4], await ReadAllAsync(NewReader(), 4));
    }

    [Fact]
    public async Task Reading_goes_on_behind_what_was_acknowledged_also_in_the_middle_of_a_segment()
    {
        using var journal = new RequestJournal(segments);
        Append(journal, 5);
        var reader = NewReader();
        var batch = await reader.ReadAsync(2, CancellationToken.None);
        Assert.Equal([0, 1], batch.Records.Select(r => r.Read().SnapshotRevision));
        var again = await reader.ReadAsync(2, CancellationToken.None);
        Assert.Equal([0, 1], again.Records.Select(r => r.Read().SnapshotRevision));
        reader.Acknowledge(batch.Next);
        Assert.Equal([2, 3, 4], await ReadAllAsync(NewReader(), 3));
    }

    [Fact]
    public async Task A_backlog_larger_than_the_read_buffer_is_read_whole()
    {
        using var journal = new RequestJournal(segments);
        Append(journal, 20_000);
        Assert.True(segments.BytesAfter(new JournalPosition(1, 0)) > 4 * 1024 * 1024);
        Assert.Equal(Enumerable.Range(0, 20_000).Select(n => (long)n), await ReadAllAsync(NewReader(), 20_000));
    }

    [Fact]
    public async Task Segments_that_were_taken_away_do_not_hide_new_ones_behind_an_old_acknowledgement()
    {
        segments.WriteAcknowledged(new JournalPosition(7, 500));
        using var journal = new RequestJournal(segments);
        Append(journal, 3);
        Assert.Equal([0, 1, 2], await ReadAllAsync(NewReader(), 3));
    }

    [Fact]
    public void What_is_pending_is_never_less_than_nothing()
    {
        using var journal = new RequestJournal(segments);
        Append(journal, 1);
        Assert.Equal(0, segments.BytesAfter(new JournalPosition(segments.Existing()[^1], 1_000_000)));
    }

    [Fact]
    public void A_record_that_no_reader_would_accept_is_refused_and_ends_no_segment()
    {
        using var journal = new RequestJournal(segments);
        var tooLong = Record(1) with { Policy = new string('x', JournalFrame.MaxPayload) };
        Assert.Throws<IOException>(() => journal.Append(tooLong));
        Append(journal, 1);
        Assert.True(segments.BytesAfter(new JournalPosition(1, 0)) < 4096);
    }

    [Fact]
    public async Task A_segment_whose_process_died_gives_back_what_it_reserved_and_loses_nothing()
    {
        // Not disposed: a process that dies does not close its segment either.
        var died = new RequestJournal(segments);
        Append(died, 3);
        var path = segments.PathOf(segments.Existing()[^1]);
        var written = segments.Current!.Written;
        Assert.True(new FileInfo(path).Length > written);

        using var next = new RequestJournal(segments);
        Assert.Equal(written, new FileInfo(path).Length);
        Append(next, 2);
        Assert.Equal([0, 1, 2, 3, 4], await ReadAllAsync(NewReader(), 5));
    }

    [Fact]
    public async Task Full_segments_are_closed_by_a_flush_and_read_all_the_same()
    {
        using var journal = new RequestJournal(segments, segmentSize: 2_000);
        Append(journal, 30);
        var before = segments.Existing().Sum(s => new FileInfo(segments.PathOf(s)).Length);
        journal.Flush();
        Assert.True(segments.Existing().Sum(s => new FileInfo(segments.PathOf(s)).Length) < before);
        Assert.Equal(Enumerable.Range(0, 30).Select(n => (long)n), await ReadAllAsync(NewReader(), 30));
    }

    [Fact]
    public async Task Full_segments_leave_memory_before_the_disk_has_them_and_are_read_all_the_same()
    {
        using var journal = new RequestJournal(segments, segmentSize: 2_000);
        Append(journal, 30);
        if (OperatingSystem.IsLinux())
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (MappedSegments() > 1)
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(n => (long)n), await ReadAllAsync(NewReader(), 30));
        journal.Flush();
        Append(journal, 1);
        Assert.Equal([30], await ReadAllAsync(NewReader(), 1));
    }

    [Fact]
    public void A_segment_that_left_memory_is_flushed_and_ended_as_any_other()
    {
        var path = segments.PathOf(1);
        using (var segment = new JournalSegment(path, 1, 4096))
        {
            Assert.True(segment.TryAppend("one"u8));
            segment.Flush();
            Assert.True(segment.TryAppend("two"u8));
            segment.Unmap();
            segment.Unmap();
            if (OperatingSystem.IsLinux())
                segment.Flush();
            Assert.Equal(6, segment.Written);
        }

        Assert.Equal("onetwo", File.ReadAllText(path));
    }

    // The one that is being written is in memory, and none of the full ones.
    private int MappedSegments() => File.ReadLines("/proc/self/maps")
        .Count(line => line.Contains(folder, StringComparison.Ordinal));

    private static RequestRecord Record(long number) => new()
    {
        Id = Guid.CreateVersion7(), StartedAt = DateTimeOffset.UnixEpoch, SnapshotRevision = number,
        Policy = new string('p', 200),
    };

    private JournalReader NewReader() => new(segments, TimeProvider.System);

    private void Append(RequestJournal journal, int count)
    {
        for (var i = 0; i < count; i++)
            journal.Append(Record(next++));
    }

    private static async Task<List<long>> ReadAllAsync(JournalReader reader, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var read = new List<long>();
        while (read.Count < count)
        {
            var batch = await reader.ReadAsync(5000, limit.Token);
            read.AddRange(batch.Records.Select(r => r.Read().SnapshotRevision));
            reader.Acknowledge(batch.Next);
        }

        return read;
    }
}
