using System.Buffers;

namespace Godwit.Gateway.ResponseSockets;

/// <summary>
/// The names by which a client tells the answers on one connection apart. Turns run one after another whatever their
/// stream is.
/// </summary>
internal sealed class SocketStreams
{
    /// <summary>OpenAI's limit of named streams.</summary>
    public const int Most = 32;

    private const int MostChars = 256;
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>Takes a name; says why it can't be one.</summary>
    public Refusal? Enter(string name) =>
        name.Length is 0 or > MostChars || name.AsSpan().ContainsAnyExcept(Allowed) ? SocketRefusals.InvalidStreamId
        : known.Contains(name) || (known.Count < Most && known.Add(name)) ? null
        : SocketRefusals.StreamLimit;
}
