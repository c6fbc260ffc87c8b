namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>A body that lies in memory, in pieces: what signing schemes hash without putting it together.</summary>
internal interface IBodyPieces
{
    IReadOnlyList<ReadOnlyMemory<byte>> Pieces { get; }
}
