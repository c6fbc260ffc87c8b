using System.Globalization;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Tests.Failures;

/// <summary>
/// One failure as a provider writes it: <c>Failures/PROVIDER/NAME.txt</c> holds <c>expect: CLASS</c>, <c>status:</c>,
/// perhaps <c>retry_after:</c> and headers, a blank line and the body, which may be an event stream.
/// </summary>
internal sealed record FailureFixture(
    string Expected, int Status, TimeSpan? RetryAfter, string? AmazonType, string Body)
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Failures");

    public static FailureFixture Read(string path)
    {
        var text = File.ReadAllText(Path.Combine(Folder, path)).ReplaceLineEndings("\n");
        var parts = text.Split("\n\n", 2);
        var head = parts[0].Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(p => p[0], p => p[1].Trim());
        return new FailureFixture(
            head["expect"], int.Parse(head["status"], CultureInfo.InvariantCulture),
            head.TryGetValue("retry_after", out var wait)
                ? TimeSpan.FromSeconds(double.Parse(wait, CultureInfo.InvariantCulture)) : null,
            head.GetValueOrDefault("x-amzn-errortype"), parts.Length > 1 ? parts[1].TrimEnd('\n') : "");
    }

    /// <summary>What the failure is taken for; null when nothing in it is a failure.</summary>
    public ProviderFailure? Classify(IReadOnlyList<CatalogError> rows)
    {
        if (Status >= 400)
        {
            var error = ErrorBody.WithTypeOf(AmazonType, ErrorBody.Read(Encoding.UTF8.GetBytes(Body)));
            return FailureClassifier.Classify(Status, null, error, rows);
        }

        return Pieces().Select(piece => InBand(piece, rows)).FirstOrDefault(f => f is not null);
    }

    /// <summary>The events of a stream, or the whole body.</summary>
    private IEnumerable<string> Pieces() => Body.StartsWith('{') || Body.StartsWith('[') ? [Body]
        : Body.Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).Select(l => l[5..].Trim());

    private ProviderFailure? InBand(string piece, IReadOnlyList<CatalogError> rows)
    {
        if (ErrorBody.Read(Encoding.UTF8.GetBytes(piece)) is { } error)
            return FailureClassifier.Classify(Status, null, error, rows);
        return piece.StartsWith('{') && Finish(JsonDocument.Parse(piece).RootElement) is { } finish
            ? new ProviderFailure(finish, Status, null, null, "", null) : null;
    }

    private static FailureClass? Finish(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(p =>
            p.Value.ValueKind == JsonValueKind.String
                && p.Name is "finish_reason" or "finishReason" or "FinishReason" or "stop_reason" or "stopReason"
                ? FailureClassifier.OfFinishReason(p.Value.GetString()!) : Finish(p.Value))
            .FirstOrDefault(f => f != null),
        JsonValueKind.Array => element.EnumerateArray().Select(Finish).FirstOrDefault(f => f != null),
        _ => null,
    };
}
