using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Godwit.Policy.Pricing;
using Godwit.Policy.Snapshot;
using Xunit;

namespace Godwit.Policy.Tests.Limits;

/// <summary>What a limit is for, how its time is cut, and that its worst case is one.</summary>
public class LimitRulesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(86_400)]
    public void Buckets_that_are_counted_together_cover_any_window(int seconds)
    {
        var limit = Compile(set => set with
        {
            RateLimits = [new("r", 1, new() { Unit = LimitUnit.Requests, Limit = 1, WindowSeconds = seconds })],
        }).Limits["RateLimit/r"];
        var random = new Random(seconds);
        for (var step = 0; step < 1_000; step++)
        {
            var earlier = DateTime.UnixEpoch.Ticks + random.NextInt64(TimeSpan.TicksPerDay * 1000);
            var later = earlier + random.NextInt64(limit.WindowTicks);
            Assert.True(limit.BucketOf(later) - limit.BucketOf(earlier) < limit.Buckets);
            Assert.True(limit.ForgottenAt(limit.BucketOf(earlier)) >= earlier + limit.WindowTicks);
            Assert.Equal(limit.BucketOf(earlier), limit.BucketAt(limit.BeginningOf(limit.BucketOf(earlier))));
        }
    }

    [Fact]
    public void A_limit_is_for_what_fits_all_its_lists()
    {
        var snapshot = Compile(set => set with
        {
            RateLimits =
            [
                Rate("all", null), Rate("of-acme", new() { Organizations = ["acme"] }),
                Rate("of-other", new() { Projects = ["other-app"] }),
                Rate("of-key-and-other", new() { Keys = ["key"], Organizations = ["other"] }),
                Rate("of-provider", new() { Providers = ["p"], Organizations = ["acme"] }),
            ],
        });
        var key = snapshot.Access.Find(HashOf("key"))!;

        Assert.Equal(["RateLimit/all", "RateLimit/of-acme"], key.Limits.Select(l => l.Label));
        Assert.Equal(["RateLimit/of-provider"], key.TargetLimits["p"].Select(l => l.Label));
        Assert.Equal(
            ["RateLimit/all", "RateLimit/of-other"],
            snapshot.Access.Find(HashOf("other-key"))!.Limits.Select(l => l.Label));
    }

    [Fact]
    public void No_usage_within_its_bounds_costs_more_than_the_worst_case()
    {
        var random = new Random(7);
        for (var step = 0; step < 3_000; step++)
        {
            var price = PriceRules.Compile(RandomPrice(random), "test", null);
            var (input, output) = (random.NextInt64(0, 400), random.NextInt64(0, 400));
            var calls = price.PerServerToolCall is null ? 0 : random.NextInt64(0, 5);
            var worst = WorstCase.Of(price, input, output, 0, batch: false, new ToolBound(calls, null));
            var used = random.NextInt64(0, input + 1);
            var (read, written) = (random.NextInt64(0, (used / 2) + 1), random.NextInt64(0, (used / 2) + 1));
            var made = random.NextInt64(0, output + 1);
            var cost = PricePolicy.Of(price, new CostQuestion(
                new TokenUsage(used, made, read, random.NextInt64(0, made + 1))
                {
                    CacheWriteInputTokens = written, CacheWriteHourInputTokens = random.NextInt64(0, written + 1),
                    ServerToolCalls = random.NextInt64(0, calls + 1),
                },
                0));
            Assert.True(cost!.Value.Amount <= worst, $"{cost.Value.Amount} > {worst} in step {step}.");
        }
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.000000001", 1)]
    [InlineData("0.0000000001", 1)]
    [InlineData("12.5", 12_500_000_000)]
    [InlineData("79228162514264337593543950335", 1_000_000_000_000_000_000)]
    public void Money_is_counted_in_nano_units_rounded_up(string amount, long expected) =>
        Assert.Equal(expected, LimitAmount.OfMoney(decimal.Parse(amount, CultureInfo.InvariantCulture)));

    private static PriceOverrideConfig RandomPrice(Random random)
    {
        return new PriceOverrideConfig
        {
            Provider = "p", Model = "m", ValidFrom = new(2020, 1, 1), Currency = "USD", InputPerMillion = Next(),
            CacheReadInputPerMillion = Next(), CacheWriteInputPerMillion = Next(),
            CacheWriteHourInputPerMillion = Next(), OutputPerMillion = Next(),
            ReasoningOutputPerMillion = random.Next(2) == 0 ? Next() : null,
            PerServerToolCall = random.Next(2) == 0 ? Next() : null,
            Tiers = [new()
            {
                AboveInputTokens = random.Next(1, 300), InputPerMillion = Next(), CacheReadInputPerMillion = Next(),
                CacheWriteInputPerMillion = Next(), CacheWriteHourInputPerMillion = Next(), OutputPerMillion = Next(),
                ReasoningOutputPerMillion = random.Next(2) == 0 ? Next() : null,
            }],
        };

        decimal Next() => random.Next(0, 1000) / 10m;
    }

    private static Resource<RateLimitConfig> Rate(string name, LimitScopeConfig? scope) =>
        new(name, 1, new() { Unit = LimitUnit.Requests, Limit = 1, Scope = scope });

    private static KeyHash HashOf(string key) => KeyHash.From(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static GatewaySnapshot Compile(Func<ConfigurationSet, ConfigurationSet> change) => SnapshotCompiler.Compile(
        change(new ConfigurationSet
        {
            Organizations = [new("acme", 1, new()), new("other", 1, new())],
            Projects =
            [
                new("app", 1, new() { Organization = "acme" }), new("other-app", 1, new() { Organization = "other" }),
            ],
            ApiKeys = [Key("key", "app"), Key("other-key", "other-app")],
            Providers = [new("p", 1, new()
            {
                Dialect = Dialect.OpenAIChat, BaseUrl = "http://localhost/v1",
                Models = [new() { Name = "m", Operations = [Operation.Chat] }],
            })],
        }),
        CatalogSet.Empty, _ => null, 1, "test", DateTimeOffset.UnixEpoch);

    private static Resource<ApiKeyConfig> Key(string name, string project) => new(name, 1, new()
    {
        Project = project, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))),
    });
}
