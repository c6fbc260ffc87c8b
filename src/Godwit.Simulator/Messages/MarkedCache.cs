using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Godwit.Simulator.Messages;

/// <summary>
/// Caches prompts where they are marked, as Anthropic does: a prefix that ends at a mark is written, and read again
/// when a later prompt has the same prefix at, or at most twenty parts before, one of its marks. It is forgotten after
/// its time; reading it starts that time anew.
/// </summary>
internal sealed class MarkedCache(TimeProvider time)
{
    private const int LookBack = 20;
    private const int MostEntries = 20_000;

    private readonly ConcurrentDictionary<UInt128, DateTimeOffset> _until = new();

    public CacheUse Use(SimulatedProvider provider, string model, IReadOnlyList<CacheUnit> units)
    {
        if (!units.Any(unit => unit.Ttl is not null))
        {
            return default;
        }

        if (_until.Count > MostEntries)
        {
            _until.Clear();
        }

        UInt128[] prefixes = Prefixes(provider, model, units);
        int[] tokens = Sums(units);
        int read = FindRead(units, prefixes);
        int readTokens = read < 0 ? 0 : tokens[read];
        int written = readTokens;
        int shortTerm = 0;
        int longTerm = 0;
        for (int index = 0; index < units.Count; index++)
        {
            if (units[index].Ttl is not { } ttl || tokens[index] < provider.CacheFromTokens)
            {
                continue;
            }

            TimeSpan kept = ttl == "1h" ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(5);
            _until[prefixes[index]] = time.GetUtcNow() + kept;
            int more = Math.Max(0, tokens[index] - written);
            written += more;
            shortTerm += ttl == "1h" ? 0 : more;
            longTerm += ttl == "1h" ? more : 0;
        }

        return new CacheUse(readTokens, shortTerm, longTerm);
    }

    private int FindRead(IReadOnlyList<CacheUnit> units, UInt128[] prefixes)
    {
        for (int mark = units.Count - 1; mark >= 0; mark--)
        {
            for (int at = mark; units[mark].Ttl is not null && at >= 0 && at > mark - LookBack; at--)
            {
                if (_until.TryGetValue(prefixes[at], out DateTimeOffset until) && until > time.GetUtcNow())
                {
                    return at;
                }
            }
        }

        return -1;
    }

    private static int[] Sums(IReadOnlyList<CacheUnit> units)
    {
        int[] sums = new int[units.Count];
        int sum = 0;
        for (int index = 0; index < sums.Length; index++)
        {
            sums[index] = sum += units[index].Tokens;
        }

        return sums;
    }

    private static UInt128[] Prefixes(SimulatedProvider provider, string model, IReadOnlyList<CacheUnit> units)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{provider.Name}\n{model}\n"));
        UInt128[] prefixes = new UInt128[units.Count];
        Span<byte> digest = stackalloc byte[32];
        for (int index = 0; index < prefixes.Length; index++)
        {
            Append(hash, units[index]);
            hash.GetCurrentHash(digest);
            prefixes[index] = MemoryMarshal.Read<UInt128>(digest);
        }

        return prefixes;
    }

    // The mark is no part of what is cached: the usual conversation moves it on with each turn.
    private static void Append(IncrementalHash hash, CacheUnit unit)
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"\n{unit.Place}"));
        if (unit.Source.ValueKind == JsonValueKind.String)
        {
            hash.AppendData("\ntype\"text\"\ntext"u8);
            hash.AppendData(JsonMarshal.GetRawUtf8Value(unit.Source));
            return;
        }

        foreach (JsonProperty property in unit.Source.EnumerateObject())
        {
            if (property.Name != "cache_control")
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{property.Name}"));
                hash.AppendData(JsonMarshal.GetRawUtf8Value(property.Value));
            }
        }
    }
}
