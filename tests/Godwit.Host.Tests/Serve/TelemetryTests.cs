using System.Diagnostics.Metrics;
using Godwit.Gateway.Telemetry;
using Godwit.Host.Serve;
using OpenTelemetry.Metrics;
using Xunit;

namespace Godwit.Host.Tests.Serve;

/// <summary>Room is taken for as many series as an instrument may have.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly Meter runtime = new("System.Runtime");
    private readonly Meter gateway = new(GatewayTelemetry.MeterName);

    public void Dispose()
    {
        runtime.Dispose();
        gateway.Dispose();
    }

    [Fact]
    public void The_runtimes_own_instruments_have_few_but_for_the_types_of_exceptions()
    {
        Assert.True(Telemetry.ViewOf(runtime.CreateCounter<long>("dotnet.gc.collections"))!.CardinalityLimit < 100);
        Assert.Null(Telemetry.ViewOf(runtime.CreateCounter<long>("dotnet.exceptions")));
    }

    [Fact]
    public void The_gateways_have_as_many_as_usual_and_durations_the_steps_of_the_conventions()
    {
        Assert.Null(Telemetry.ViewOf(gateway.CreateCounter<long>("godwit.requests")));
        var view = Telemetry.ViewOf(gateway.CreateHistogram<double>("duration", "s"));
        var steps = Assert.IsType<ExplicitBucketHistogramConfiguration>(view);
        Assert.Equal(14, steps.Boundaries!.Length);
        Assert.Null(steps.CardinalityLimit);
    }
}
