namespace Godwit.Simulator.Text;

/// <summary>Numbers that look random and follow from a seed alone (the SplitMix64 sequence).</summary>
internal struct DeterministicSource(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>FNV-1a over UTF-16 units, mixed: the same text gives the same number in every process.</summary>
    public static ulong Hash(ReadOnlySpan<char> text)
    {
        ulong hash = 14695981039346656037;
        foreach (char unit in text)
        {
            hash = (hash ^ unit) * 1099511628211;
        }

        return Mix(hash);
    }

    public ulong Next()
    {
        _state += Step;
        return Mix(_state);
    }

    /// <summary>A number from 0 up to, and without, the bound.</summary>
    public int Next(int bound) => (int)(Next() % (ulong)bound);

    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Letters and digits, as in the ids that providers give.</summary>
    public string NextId(string prefix, int length)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        Span<char> id = stackalloc char[prefix.Length + length];
        prefix.CopyTo(id);
        for (int i = prefix.Length; i < id.Length; i++)
        {
            id[i] = alphabet[Next(alphabet.Length)];
        }

        return new string(id);
    }
}
