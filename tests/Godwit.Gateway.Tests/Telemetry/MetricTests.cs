using System.Diagnostics.Metrics;
using System.Text;
using Godwit.Gateway.Attempts.Limits;
using Godwit.Gateway.Telemetry;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Telemetry;

/// <summary>What <c>/metrics</c> tells, by which names, and that telling it costs next to nothing.</summary>
public sealed class MetricTests : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly GatewayTelemetry telemetry = new();
    private readonly List<Instrument> instruments = [];
    private readonly List<(string Name, double Value, KeyValuePair<string, object?>[] Tags)> seen = [];
    private readonly Thread thread = Thread.CurrentThread;
    private bool keeping = true;

    public MetricTests()
    {
        // Instruments of other tests' meters are of the same names: measurements of this thread are this test's.
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name != GatewayTelemetry.MeterName)
                return;
            instruments.Add(instrument);
            l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.Start();
    }

    public void Dispose()
    {
        listener.Dispose();
        telemetry.Dispose();
    }

    [Fact]
    public void Cost_parts_of_tokens_fallbacks_and_losses_are_counted()
    {
        telemetry.Settled(Record(), "openai");

        Assert.Equal((0.25, "godwit.currency=USD godwit.provider=second gen_ai.request.model=m"), Of("godwit.cost"));
        Assert.Equal(
            (7, "godwit.provider=second gen_ai.request.model=m gen_ai.token.type=cache_read_input"),
            Of("godwit.token.parts"));
        Assert.Equal((1, "godwit.provider.first=first godwit.provider=second"), Of("godwit.fallbacks"));
        Assert.Equal((1, "godwit.loss.kind=dropped godwit.provider=second"), Of("godwit.losses"));
        Assert.Equal((3, "godwit.provider=first gen_ai.token.type=input"), Of("godwit.attempts.failed.tokens"));
        Assert.Equal((0.5, "godwit.currency=EUR godwit.provider=first"), Of("godwit.attempts.failed.cost"));
        Assert.DoesNotContain(seen, s => s.Name == "godwit.requests.without_cost");
    }

    [Fact]
    public void Usage_without_a_cost_is_counted_and_what_used_nothing_is_not()
    {
        telemetry.Settled(Record() with { Cost = null, Currency = null }, "openai");
        telemetry.Settled(Record() with { Cost = null, Currency = null, Usage = default }, "openai");

        Assert.Equal((1, "godwit.provider=second gen_ai.request.model=m"), Of("godwit.requests.without_cost"));
        Assert.DoesNotContain(seen, s => s.Name == "godwit.cost");
    }

    [Fact]
    public void The_reference_is_what_the_meter_has()
    {
        telemetry.Settled(Record(), "openai");
        telemetry.Settled(Record() with { Cost = null }, "openai");
        telemetry.JournalFailed();
        telemetry.PassedOver("first", LimitKind.Requests);
        var path = Path.Combine(RepositoryRoot(), "docs", "reference", "metrics.md");
        var actual = Reference();
        if (Environment.GetEnvironmentVariable("GODWIT_APPROVE") == "1")
            File.WriteAllText(path, actual);

        Assert.Equal(MetricTable.Tags.Keys, instruments.Select(i => i.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(MetricTable.Tags.Keys, seen.Select(s => s.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(seen, s => Assert.Equal(MetricTable.Tags[s.Name], s.Tags.Select(t => t.Key)));
        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == actual,
            "docs/reference/metrics.md is behind the meter; run this test with GODWIT_APPROVE=1 and review it");
    }

    [Fact]
    public void Counting_a_request_allocates_nothing()
    {
        keeping = false;
        var record = Record();
        // The first calls make what stays.
        for (var i = 0; i < 100; i++)
            telemetry.Settled(record, "openai");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            telemetry.Settled(record, "openai");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static RequestRecord Record() => new()
    {
        Id = Guid.CreateVersion7(), StartedAt = DateTimeOffset.UnixEpoch, Provider = "second", Model = "m",
        Status = 200, Territory = "FR", Decision = RequestDecision.Served, Usage = new TokenUsage(10, 5, 7, null),
        Cost = 0.25m, Currency = "USD",
        Attempts =
        [
            new AttemptRecord
            {
                Provider = "first", Model = "m", Status = 500, Failure = FailureClass.ServerError,
                Usage = new TokenUsage(3, null, null, null), Cost = 0.5m, Currency = "EUR",
            },
            new AttemptRecord { Provider = "second", Model = "m", Status = 200, FirstByteUs = 100 },
        ],
        Losses = [new Loss(LossKind.Dropped, "seed", "no such field")],
    };

    private (double Value, string Tags) Of(string name)
    {
        var (_, value, tags) = Assert.Single(seen, s => s.Name == name);
        return (value, string.Join(' ', tags.Select(t => $"{t.Key}={t.Value}")));
    }

    private void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (keeping && Thread.CurrentThread == thread)
            seen.Add((instrument.Name, value, tags.ToArray()));
    }

    private string Reference()
    {
        var text = new StringBuilder(
            """
            <!-- Written by MetricTests from the meter; change it there. -->
            # Metrics

            What `/metrics` on the admin listener has, and what goes out by OTLP. Prometheus writes points as
            underscores, and adds the unit and `_total`. Tags are names of the configuration, ISO codes, classes and
            HTTP statuses: how many series there are is bounded by the providers and models that are configured.
            Organizations, projects, keys and callers are never tags: ask [reports](../reports.md).

            | metric | kind | unit | tags | what |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (name, tags) in MetricTable.Tags)
        {
            var one = instruments.First(i => i.Name == name);
            text.Append(
                $"| `{name}` | {one.GetType().Name.Split('`')[0].ToLowerInvariant()} | {one.Unit} | "
                + $"{string.Join(", ", tags.Select(t => $"`{t}`"))} | {one.Description} |\n");
        }

        return text.ToString();
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Godwit.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
