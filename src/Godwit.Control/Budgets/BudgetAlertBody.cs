using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Budgets;

/// <summary>What a webhook gets of a threshold that was reached.</summary>
internal sealed record BudgetAlertBody
{
    public string Type { get; init; } = "budget_alert";

    /// <summary>The same in every try: what comes twice is recognised by it.</summary>
    public required string Id { get; init; }

    public required string Budget { get; init; }

    public required string Counted { get; init; }

    /// <summary>The threshold.</summary>
    public required decimal Percent { get; init; }

    public required decimal Used { get; init; }

    public required decimal Amount { get; init; }

    public required LimitUnit Unit { get; init; }

    public string? Currency { get; init; }

    public required BudgetEnforcement Enforcement { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required string TimeZone { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }
}

/// <summary>JSON of what webhooks get.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BudgetAlertBody))]
internal sealed partial class BudgetJsonContext : JsonSerializerContext;
