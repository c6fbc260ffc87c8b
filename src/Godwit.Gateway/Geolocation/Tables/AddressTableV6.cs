namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// Finds the answer for an IPv6 address by its upper 64 bits: an index over 2000::/3, then a search in that slot. The
/// few boundaries inside a /64 are in a side table, so that the main one needs half the memory.
/// </summary>
internal sealed class AddressTableV6
{
    /// <summary>The answer that sends a look-up to the side table.</summary>
    public const ushort Split = ushort.MaxValue;

    private const int IndexBits = 18;
    private const int Slots = 1 << IndexBits;
    private const ulong UnicastFirst = 0x2000_0000_0000_0000;
    private const ulong UnicastEnd = 0x4000_0000_0000_0000;

    /// <summary>For each slot of 2000::/3 the first boundary at or after its beginning.</summary>
    private readonly int[] index;
    private readonly ulong[] starts;
    private readonly ushort[] answers;
    private readonly UInt128[] splitStarts;
    private readonly ushort[] splitAnswers;

    private AddressTableV6(
        int[] index, ulong[] starts, ushort[] answers, UInt128[] splitStarts, ushort[] splitAnswers)
    {
        this.index = index;
        this.starts = starts;
        this.answers = answers;
        this.splitStarts = splitStarts;
        this.splitAnswers = splitAnswers;
    }

    /// <summary>How many stretches of equal answers there are.</summary>
    public int Count => answers.Length + splitAnswers.Length;

    public ushort Find(ulong upper, ulong lower)
    {
        var (first, end) = Slot(upper);
        while (first < end)
        {
            var middle = (first + end) >>> 1;
            if (starts[middle] <= upper)
                first = middle + 1;
            else
                end = middle;
        }

        var answer = answers[first - 1];
        return answer == Split ? FindSplit(new UInt128(upper, lower)) : answer;
    }

    private (int First, int End) Slot(ulong upper)
    {
        if (upper < UnicastFirst)
            return (0, index[0]);
        if (upper >= UnicastEnd)
            return (index[Slots], starts.Length);
        var slot = (upper << 3) >> (64 - IndexBits);
        return (index[slot], index[slot + 1]);
    }

    private ushort FindSplit(UInt128 address)
    {
        var place = Array.BinarySearch(splitStarts, address);
        return splitAnswers[place >= 0 ? place : ~place - 1];
    }

    /// <summary>Takes boundaries in ascending order, the first at 0.</summary>
    internal sealed class Builder : ITableBuilder
    {
        private readonly int[] index = new int[Slots + 1];
        private GrowingColumn<ulong> starts = new(1 << 18);
        private GrowingColumn<ushort> answers = new(1 << 18);
        private GrowingColumn<UInt128> splitStarts = new(1 << 13);
        private GrowingColumn<ushort> splitAnswers = new(1 << 13);
        private int nextSlot;
        private ulong? open;
        private ushort current;

        public void Add(ulong upper, ulong lower, ushort answer)
        {
            if (open != upper)
                Close(upper);
            if (lower == 0)
            {
                AddMain(upper, answer);
            }
            else
            {
                if (open is null)
                    Open(upper);
                AddSplit(new UInt128(upper, lower), answer);
            }

            current = answer;
        }

        public AddressTableV6 Build()
        {
            Close(null);
            FillIndex(Slots);
            return new AddressTableV6(
                index, starts.ToArray(), answers.ToArray(), splitStarts.ToArray(), splitAnswers.ToArray());
        }

        /// <summary>Begins a /64 with boundaries inside: its main entry only points to the side table.</summary>
        private void Open(ulong upper)
        {
            open = upper;
            AddSplit(new UInt128(upper, 0), current);
            if (starts.Count > 0 && starts.Last == upper)
                answers.Last = Split;
            else
                AddMain(upper, Split);
        }

        /// <summary>Ends it: the next /64 goes on with the last answer, unless it begins with one of its own.</summary>
        private void Close(ulong? next)
        {
            if (open is { } split && split != ulong.MaxValue && next != split + 1)
                AddMain(split + 1, current);
            open = null;
        }

        private void AddMain(ulong upper, ushort answer)
        {
            if (upper >= UnicastFirst)
                FillIndex(upper >= UnicastEnd ? Slots : (int)((upper << 3) >> (64 - IndexBits)));
            starts.Add(upper);
            answers.Add(answer);
        }

        private void AddSplit(UInt128 start, ushort answer)
        {
            splitStarts.Add(start);
            splitAnswers.Add(answer);
        }

        private void FillIndex(int slot)
        {
            while (nextSlot <= slot)
                index[nextSlot++] = starts.Count;
        }
    }
}
