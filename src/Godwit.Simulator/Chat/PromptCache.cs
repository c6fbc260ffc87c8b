using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Godwit.Simulator.Chat;

/// <summary>
/// Remembers the leading messages it has seen, per provider and model. When the same ones come again, their tokens,
/// rounded down to steps of 128, count as cached. Runs shorter than the threshold are not remembered.
/// </summary>
internal sealed class PromptCache
{
    private const int Step = 128;
    private const int MostEntries = 20_000;

    private readonly ConcurrentDictionary<UInt128, byte> _seen = new();

    /// <summary>The cached tokens of a request; its own messages are remembered for the next.</summary>
    public int Look(SimulatedProvider provider, string model, Conversation conversation)
    {
        if (conversation.InputTokens < provider.CacheFromTokens)
        {
            return 0;
        }

        if (_seen.Count > MostEntries)
        {
            _seen.Clear();
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{provider.Name}\n{model}\n"));
        int tokens = 0;
        int cached = 0;
        int index = 0;
        Span<byte> digest = stackalloc byte[32];
        foreach (Turn turn in conversation.Turns)
        {
            hash.AppendData(JsonMarshal.GetRawUtf8Value(turn.Source));
            tokens += conversation.MessageTokens[index++];
            if (tokens < provider.CacheFromTokens)
            {
                continue;
            }

            hash.GetCurrentHash(digest);
            if (!_seen.TryAdd(MemoryMarshal.Read<UInt128>(digest), 0))
            {
                cached = tokens / Step * Step;
            }
        }

        return cached;
    }
}
