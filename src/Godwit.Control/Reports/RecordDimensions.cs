using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;
using Godwit.Policy.Territories;

namespace Godwit.Control.Reports;

/// <summary>
/// Everything a record holds that requests can be told apart by. To add one is to add its line here, and to
/// <see cref="ReportQuery"/>.
/// </summary>
internal static class RecordDimensions
{
    private const string GrantPrefix = GrantRulesCompiler.AccountPrefix;

    private static readonly string[] Operations = SnakeNames<Operation>();
    private static readonly string[] Decisions = SnakeNames<RequestDecision>();
    private static readonly string[] Endings = SnakeNames<RequestEnding>();
    private static readonly string[] Failures = SnakeNames<FailureClass>();
    private static readonly string[] Confidences = SnakeNames<Confidence>();
    private static readonly string[] Networks = SnakeNames<NetworkKind>();

    public static ImmutableArray<RecordDimension> All { get; } =
    [
        new("organization", r => r.Organization, h => h.Organization),
        new("project", r => r.Project, h => h.Project),
        new("key", r => r.ApiKey, h => h.ApiKey),
        new("operation", r => r.Operation is { } one ? Operations[(int)one] : null, h => h.Operation),
        new("request_model", r => r.RequestModel, h => h.RequestModel),
        new("provider", r => r.Provider, h => h.Provider),
        new("model", r => r.Model, h => h.Model),
        new("response_model", r => r.ResponseModel),
        new("territory", r => r.Territory, TerritoryOf),
        new("subdivision", r => r.Subdivision),
        new("confidence", r => Confidences[(int)r.Confidence]),
        new("network", r => Networks[(int)r.Network]),
        new("decision", r => Decisions[(int)r.Decision], h => h.Decision),
        new("reason", r => r.Reason),
        new("policy", r => r.Policy),
        new("ending", r => Endings[(int)r.Ending]),
        new("status", r => r.Status.ToString(CultureInfo.InvariantCulture)),
        new("error_code", r => r.ErrorCode),
        new("streamed", r => r.Streamed ? "true" : "false"),
        new("end_user", r => r.EndUser?.Hash),
        new("failure", FailureOf),
        new("grant", GrantOf),
        new("usage_estimated", r => r.UsageEstimated ? "true" : "false"),
        new("currency", r => r.Cost is null ? null : r.Currency, h => h.CostNano is null ? null : h.Currency),
        new("price_version", r => r.PriceVersion),
    ];

    private static readonly FrozenDictionary<string, RecordDimension> ByName = All.ToFrozenDictionary(d => d.Name);

    public static RecordDimension? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The first failure of an attempt, as people write it; null when every attempt went well.</summary>
    public static string? FailureOf(RequestRecord record)
    {
        foreach (var attempt in record.Attempts)
        {
            if (attempt.Failure is { } failure)
                return NameOf(failure);
        }

        return null;
    }

    /// <summary>Name of the grant that paid for the answer; null where none did.</summary>
    public static string? GrantOf(RequestRecord record)
    {
        foreach (var charge in record.Charges ?? [])
        {
            if (charge.Spent > 0 && charge.Account.StartsWith(GrantPrefix, StringComparison.Ordinal))
                return charge.Account[GrantPrefix.Length..];
        }

        return null;
    }

    public static string NameOf(FailureClass failure) => Failures[(int)failure];

    public static string NameOf(RequestDecision decision) => Decisions[(int)decision];

    public static string NameOf(RequestEnding ending) => Endings[(int)ending];

    public static string NameOf(Operation operation) => Operations[(int)operation];

    private static string? TerritoryOf(TrafficRow row) =>
        row.Evidence is { } text && AddressEvidenceText.TryParse(text) is { Best.HasValue: true } evidence
            ? evidence.Best.ToString()
            : null;

    private static string[] SnakeNames<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}
