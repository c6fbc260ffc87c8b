using Godwit.Gateway.Attempts;

namespace Godwit.Gateway.Streaming;

/// <summary>A provider's answer as it arrives: each read is a sign of life, and silence ends the attempt.</summary>
/// <param name="stream">The answer's bytes.</param>
/// <param name="buffer">Where they are read to.</param>
/// <param name="lifetime">The attempt's.</param>
/// <param name="idle">How long the provider may be silent.</param>
internal readonly struct AnswerSource(Stream stream, byte[] buffer, AttemptLifetime lifetime, TimeSpan idle)
{
    /// <summary>Reads the next bytes; 0 when there are no more.</summary>
    public ValueTask<int> ReadAsync()
    {
        // A provider whose bytes are there already is read without a look at the token.
        lifetime.Token.ThrowIfCancellationRequested();
        var read = stream.ReadAsync(buffer, lifetime.Token);
        lifetime.SignOfLife(idle, waiting: !read.IsCompleted);
        return read;
    }

    /// <summary>What was read.</summary>
    public Memory<byte> Chunk(int length) => buffer.AsMemory(0, length);

    /// <summary>A client that reads slowly is waited for, and none of that time is the provider's.</summary>
    public ValueTask WaitForClient(ValueTask relayed)
    {
        if (!relayed.IsCompleted)
            lifetime.ExpireAfter(Timeout.InfiniteTimeSpan);
        return relayed;
    }
}
