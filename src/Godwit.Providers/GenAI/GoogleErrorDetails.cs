using System.Globalization;
using System.Text.Json;

namespace Godwit.Providers.GenAI;

/// <summary>
/// What the <c>details</c> of a google.rpc error tell beyond its status: the reason (<c>ErrorInfo</c>), the quota that
/// is used up (<c>QuotaFailure</c>) and how long to wait (<c>RetryInfo</c>).
/// </summary>
internal struct GoogleErrorDetails
{
    // A provider that says more is not waited for anyway; this keeps the arithmetic safe.
    private const double MostSeconds = 30 * 24 * 3600;
    private const int MostChars = 200;

    /// <summary>The quota's id, else the reason; null when neither is given.</summary>
    public string? Code => Quota ?? Reason;

    /// <summary>How long to wait.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    private string? Reason { get; set; }

    private string? Quota { get; set; }

    /// <summary>Reads the list the reader stands on, or steps over whatever else it is.</summary>
    public void Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            ReadDetail(ref json);
    }

    private void ReadDetail(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case "reason":
                    Reason ??= Word(ref json);
                    break;
                case "quotaId":
                    // Several limits may be hit at once; one of a day outlasts those of a minute.
                    var quota = Word(ref json);
                    Quota = Quota is null || quota?.Contains("PerDay", StringComparison.Ordinal) == true
                        ? quota : Quota;
                    break;
                case "violations":
                    Read(ref json);
                    break;
                case "retryDelay":
                    RetryAfter = Seconds(Word(ref json)) ?? RetryAfter;
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static string? Word(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
            return json.GetString() is { Length: > 0 and <= MostChars } text ? text : null;
        json.Skip();
        return null;
    }

    // protobuf's JSON form of a duration: "34s", "34.07s".
    private static TimeSpan? Seconds(string? text) =>
        text is [.. var number, 's'] && double.TryParse(
            number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds)) : null;
}
