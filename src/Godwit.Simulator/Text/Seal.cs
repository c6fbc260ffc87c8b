using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Godwit.Simulator.Text;

/// <summary>
/// Signs what a client has to give back unchanged, as providers sign thoughts. The key follows from the seed, so two
/// simulators with one seed accept each other's marks.
/// </summary>
internal sealed class Seal(int seed)
{
    private const int MacLength = 24;

    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes($"godwit simulator seal {seed}"));

    /// <summary>A mark for a text that is shown beside it.</summary>
    public string Sign(string purpose, string text) =>
        Convert.ToBase64String(Mac(purpose, Encoding.UTF8.GetBytes(text)));

    public bool Fits(string purpose, string text, string? mark) => mark == Sign(purpose, text);

    /// <summary>A text that only the simulator reads back.</summary>
    public string Close(string purpose, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToBase64String([.. Mac(purpose, bytes), .. bytes]);
    }

    /// <summary>The closed text; null when it is not one of the simulator's or was changed.</summary>
    public string? Open(string purpose, string? closed)
    {
        if (closed is null || !Base64.IsValid(closed))
        {
            return null;
        }

        byte[] bytes = Convert.FromBase64String(closed);
        return bytes.Length >= MacLength
            && bytes.AsSpan(0, MacLength).SequenceEqual(Mac(purpose, bytes.AsSpan(MacLength)))
                ? Encoding.UTF8.GetString(bytes.AsSpan(MacLength))
                : null;
    }

    private byte[] Mac(string purpose, ReadOnlySpan<byte> bytes)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes(purpose));
        hash.AppendData([0]);
        hash.AppendData(bytes);
        return hash.GetHashAndReset()[..MacLength];
    }
}
