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

    private readonly int most;
    private ulong[] uppers = new ulong[512];
    private ulong[] lowers = new ulong[512];
    private int count = 1;

    // A slot holds a number and one, zero says that it is free; never more than half are taken.
    private int[] slots = new int[1024];

    /// <param name="most">How many numbers there are to give.</param>
    public CombinationNumbers(int most)
    {
        this.most = most;
        Put(0);
    }

    /// <summary>The combination's number, which it gets now if it has none.</summary>
    /// <param name="upper">Upper half of the combination.</param>
    /// <param name="lower">Lower half of the combination.</param>
    /// <exception cref="InvalidDataException">There are more combinations than numbers.</exception>
    public ushort Of(ulong upper, ulong lower)
    {
        for (var slot = SlotOf(upper, lower); ; slot = (slot + 1) & (slots.Length - 1))
        {
            var number = slots[slot] - 1;
            if (number < 0)
                return Add(upper, lower);
            if (lowers[number] == lower && uppers[number] == upper)
                return (ushort)number;
        }
    }

    /// <summary>The combinations by number.</summary>
    public UInt128[] ToArray()
    {
        var combinations = new UInt128[count];
        for (var i = 0; i < count; i++)
            combinations[i] = new UInt128(uppers[i], lowers[i]);
        return combinations;
    }

    private ushort Add(ulong upper, ulong lower)
    {
        var number = count;
        if (number == most)
            throw new InvalidDataException($"The address tables have more than {most} combined answers.");
        (uppers[number], lowers[number]) = (upper, lower);
        count++;
        if (count * 2 >= slots.Length)
            Grow();
        else
            Put(number);
        return (ushort)number;
    }

    // There is room for as many combinations as half of the slots.
    private void Grow()
    {
        slots = new int[slots.Length * 2];
        Array.Resize(ref uppers, slots.Length / 2);
        Array.Resize(ref lowers, slots.Length / 2);
        for (var i = 0; i < count; i++)
            Put(i);
    }

    private void Put(int number)
    {
        var slot = SlotOf(uppers[number], lowers[number]);
        while (slots[slot] != 0)
            slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = number + 1;
    }

    private int SlotOf(ulong upper, ulong lower)
    {
        var mixed = (lower * LowFactor) ^ (upper * HighFactor);
        return (int)(mixed >> 32) & (slots.Length - 1);
    }
}
