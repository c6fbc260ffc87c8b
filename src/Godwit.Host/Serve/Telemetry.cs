using Godwit.Gateway.Telemetry;
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
                metrics.AddMeter(GatewayTelemetry.MeterName, "System.Runtime");
                metrics.AddView(
                    instrument => instrument.Unit == "s" && instrument.Meter.Name == GatewayTelemetry.MeterName
                        ? new ExplicitBucketHistogramConfiguration { Boundaries = DurationSteps }
                        : null);
                metrics.AddPrometheusExporter();
                if (settings.OtlpEndpoint is { } endpoint)
                    metrics.AddOtlpExporter(otlp => otlp.Endpoint = endpoint);
            });
        // Without a place to send them spans would be made for nobody, on the request path.
        if (settings.OtlpEndpoint is { } traces)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(GatewayTelemetry.ActivitySourceName)
                .AddOtlpExporter(otlp => otlp.Endpoint = traces));
        }
    }
}
