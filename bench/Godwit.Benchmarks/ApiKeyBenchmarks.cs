using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Godwit.Policy.Access;

namespace Godwit.Benchmarks;

/// <summary>From a key's text to the project it belongs to, among ten thousand keys.</summary>
public class ApiKeyBenchmarks
{
    private const int Keys = 10_000;
    private readonly byte[] wrong = "gw-0000000000000000000000000000000000000000000000000"u8.ToArray();
    private byte[] key = [];
    private AccessRules rules = new([]);

    [GlobalSetup]
    public void IssueKeys()
    {
        var project = new ProjectRules { Name = "app", Organization = "contoso" };
        var texts = Enumerable.Range(0, Keys)
            .Select(_ => ApiKeyFormat.Create(RandomNumberGenerator.GetBytes(ApiKeyFormat.RandomSize))).ToArray();
        rules = new AccessRules(texts.Select(text => new ApiKeyRules
        {
            Hash = KeyHash.From(SHA256.HashData(Encoding.ASCII.GetBytes(text))),
            Name = text,
            Project = project,
            ExpiresAtTicks = long.MaxValue,
            RevokedAtTicks = long.MaxValue,
        }));
        key = Encoding.ASCII.GetBytes(texts[Keys / 2]);
    }

    [Benchmark(Baseline = true)]
    public AccessDecision Known() => Decide(key);

    [Benchmark]
    public bool Wrong_shape() => ApiKeyFormat.TryValidate(wrong);

    private AccessDecision Decide(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[KeyHash.Size];
        if (!ApiKeyFormat.TryValidate(text))
        {
            return AccessDecision.Unknown;
        }

        SHA256.HashData(text, hash);
        return AccessPolicy.Decide(rules.Find(KeyHash.From(hash)), DateTimeOffset.UnixEpoch.UtcTicks);
    }
}
