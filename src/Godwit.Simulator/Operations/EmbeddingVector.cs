using System.Runtime.InteropServices;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Operations;

/// <summary>
/// Unit vectors that follow from the text alone: every word adds a direction of its own, so that texts which share
/// words point the same way.
/// </summary>
internal static class EmbeddingVector
{
    private const int MostWords = 256;

    public static float[] Of(string text, int dimensions, int seed)
    {
        float[] vector = new float[dimensions];
        int words = 0;
        foreach (Range range in text.AsSpan().SplitAny(' ', '\n', '\t', ',', '.', ';', ':', '!', '?'))
        {
            ReadOnlySpan<char> word = text.AsSpan(range);
            if (!word.IsEmpty && words++ < MostWords)
            {
                Add(vector, word, seed);
            }
        }

        if (words == 0)
        {
            Add(vector, "\0", seed);
        }

        Normalize(vector);
        return vector;
    }

    public static string Base64(float[] vector) => Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()));

    private static void Add(float[] vector, ReadOnlySpan<char> word, int seed)
    {
        Span<char> lower = stackalloc char[Math.Min(word.Length, 64)];
        word[..lower.Length].ToLowerInvariant(lower);
        DeterministicSource source = new(DeterministicSource.Hash(lower) ^ DeterministicSource.Mix((ulong)seed));
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] += (float)((source.NextDouble() * 2) - 1);
        }
    }

    private static void Normalize(float[] vector)
    {
        double sum = 0;
        foreach (float value in vector)
        {
            sum += (double)value * value;
        }

        double length = Math.Sqrt(sum);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = length > 0 ? (float)(vector[i] / length) : i == 0 ? 1 : 0;
        }
    }
}
