using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Godwit.Gateway.Telemetry;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Credentials and keys reach no sink, whatever a provider writes into its errors.</summary>
public sealed class SecretTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Canary = "credential-of-raw";

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("401 Unauthorized")]
    [InlineData("403 Forbidden")]
    [InlineData("404 Not Found")]
    [InlineData("429 Too Many Requests")]
    [InlineData("500 Internal Server Error")]
    [InlineData("302 Found")]
    public async Task A_credential_that_a_provider_quotes_reaches_no_sink(string status)
    {
        using var traces = new TraceCapture();
        using var metrics = new MetricCapture();
        var quoted = $$$"""{"error":{"message":"API key not valid: {{{Canary}}} (Bearer {{{Canary}}})","code":"x"}}""";
        await using var provider = new RawProvider(
            $"HTTP/1.1 {status}\nContent-Type: application/json\nContent-Length: {quoted.Length}", quoted);
        gateway.PublishRaw(provider.Address);
        using var response = await gateway.ChatAsync("""{"model":"raw-model","messages":[]}""");
        var record = await gateway.RecordOf(response);
        string[] sinks =
        [
            response.Headers.ToString(), await response.Content.ReadAsStringAsync(), JsonSerializer.Serialize(record),
            .. gateway.Logged.Lines, .. traces.Seen, .. metrics.Seen,
        ];
        Assert.NotEmpty(traces.Seen);
        Assert.NotEmpty(metrics.Seen);
        Assert.All(sinks, sink =>
        {
            Assert.DoesNotContain(Canary, sink, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(GatewayFixture.Key, sink, StringComparison.Ordinal);
        });
    }

    private sealed class TraceCapture : IDisposable
    {
        private readonly ActivityListener listener;

        public TraceCapture()
        {
            listener = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    lock (Seen)
                        Seen.Add(string.Join(' ', activity.TagObjects.Append(new("name", activity.DisplayName))));
                },
            };
            ActivitySource.AddActivityListener(listener);
        }

        public List<string> Seen { get; } = [];

        public void Dispose() => listener.Dispose();
    }

    private sealed class MetricCapture : IDisposable
    {
        private readonly MeterListener listener = new();

        public MetricCapture()
        {
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == GatewayTelemetry.MeterName)
                    l.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => See(instrument, tags));
            listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => See(instrument, tags));
            listener.Start();
        }

        public List<string> Seen { get; } = [];

        public void Dispose() => listener.Dispose();

        private void See(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (Seen)
                Seen.Add(instrument.Name + string.Join(' ', tags.ToArray()));
        }
    }
}
