using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Godwit.Gateway.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Godwit.Host.Serve;

/// <summary>
/// OpenTelemetry: metrics for scraping always, and both metrics and traces by OTLP when there is somewhere to send
/// them.
/// </summary>
internal static class Telemetry
{
    private const string RuntimeMeter = "System.Runtime";

    // Its series are the types of exceptions.
    private const string Exceptions = "dotnet.exceptions";

    // The runtime's other instruments have a series for each generation or kind of time, and room for each series that
    // an instrument may have is taken when it is made: 180 KB for the usual 2,000.
    private const int FewSeries = 32;

    // Seconds; the steps that the GenAI conventions advise for durations.
    private static readonly double[] DurationSteps =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    public static void Configure(IServiceCollection services, ServeSettings settings)
    {
        var version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("godwit", serviceVersion: version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(GatewayTelemetry.MeterName, RuntimeMeter);
                metrics.AddView(ViewOf);
                metrics.AddPrometheusExporter();
            });
        if (settings.OtlpEndpoint is { } endpoint)
            Send(telemetry, endpoint);
    }

    /// <summary>How an instrument's values are kept; null for as usual.</summary>
    internal static MetricStreamConfiguration? ViewOf(Instrument instrument)
    {
        if (instrument.Meter.Name == RuntimeMeter && instrument.Name != Exceptions)
            return new MetricStreamConfiguration { CardinalityLimit = FewSeries };
        return instrument.Unit == "s" && instrument.Meter.Name == GatewayTelemetry.MeterName
            ? new ExplicitBucketHistogramConfiguration { Boundaries = DurationSteps }
            : null;
    }

    // Without a place to send them spans would be made for nobody, on the request path, and the exporter be loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Send(OpenTelemetryBuilder telemetry, Uri endpoint) => telemetry
        .WithMetrics(metrics => metrics.AddOtlpExporter(otlp => otlp.Endpoint = endpoint))
        .WithTracing(tracing => tracing
            .AddSource(GatewayTelemetry.ActivitySourceName)
            .AddOtlpExporter(otlp => otlp.Endpoint = endpoint));
}
