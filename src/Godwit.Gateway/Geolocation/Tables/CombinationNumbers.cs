using System.Runtime.CompilerServices;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// Numbers combinations in the order they are first met, from zero for none at all. Asked once for each of a million
/// boundaries at a start, which is what a general dictionary of 128-bit keys is too slow for.
/// </summary>
internal sealed class CombinationNumbers
{
    // Odd, with the bits spread evenly: a product's upper bits depend on all of the key's.
    private const ulong LowFactor = 0x9E37_79B9_7F4A_7C15;
    private const ulong HighFactor = 0xC2B2_AE3D_27D4_EB4F;

    private readonly List<UInt128> combinations = [0];
    private readonly int most;

    // A slot holds a number and one, zero says that it is free; never more than half are taken.
    private int[] slots = new int[1024];

    /// <param name="most">How many numbers there are to give.</param>
    public CombinationNumbers(int most)
    {
        this.most = most;
        Put(0, 0);
    }

    /// <summary>The combination's number, which it gets now if it has none.</summary>
    /// <exception cref="InvalidDataException">There are more combinations than numbers.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ushort Of(UInt128 combination)
    {
        for (var slot = SlotOf(combination); ; slot = (slot + 1) & (slots.Length - 1))
        {
            var number = slots[slot] - 1;
            if (number < 0)
                return Add(combination);
            if (combinations[number] == combination)
                return (ushort)number;
        }
    }

    /// <summary>The combinations by number.</summary>
    public UInt128[] ToArray() => [.. combinations];

    private ushort Add(UInt128 combination)
    {
        var number = combinations.Count;
        if (number == most)
            throw new InvalidDataException($"The address tables have more than {most} combined answers.");
        combinations.Add(combination);
        if (combinations.Count * 2 > slots.Length)
            Grow();
        else
            Put(combination, number);
        return (ushort)number;
    }

    private void Grow()
    {
        slots = new int[slots.Length * 2];
        for (var i = 0; i < combinations.Count; i++)
            Put(combinations[i], i);
    }

    private void Put(UInt128 combination, int number)
    {
        var slot = SlotOf(combination);
        while (slots[slot] != 0)
            slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = number + 1;
    }

    private int SlotOf(UInt128 combination)
    {
        var mixed = ((ulong)combination * LowFactor) ^ ((ulong)(combination >> 64) * HighFactor);
        return (int)(mixed >> 32) & (slots.Length - 1);
    }
}
