using Godwit.Gateway.ClientApi;

namespace Godwit.Gateway.Steps;

/// <summary>
/// The header <c>x-godwit-dry-run: true</c>: everything is decided, nothing is sent to a provider, and nothing is
/// recorded, because records say what was asked of models.
/// </summary>
internal static class DryRun
{
    public const string Header = "x-godwit-dry-run";

    /// <summary>
    /// Sees whether a request is one. What is neither true nor false is refused: to send it after all would cost money
    /// that the caller meant to save.
    /// </summary>
    public static Refusal? Begin(GatewayRequest request)
    {
        var lines = request.Http.Request.Headers[Header];
        if (lines.Count == 0)
            return null;
        request.IsDryRun = lines.Count == 1 && lines[0] == "true";
        return request.IsDryRun || (lines.Count == 1 && lines[0] == "false")
            ? null
            : Refusals.BadRequest("invalid_value", $"The header {Header} must be true or false.", Header);
    }

    /// <summary>Answers with the decision about a request that may use its route.</summary>
    public static async ValueTask<Refusal?> AnswerAsync(GatewayRequest request)
    {
        if (TerritoryStep.Run(request) is { } refusal
            && (!request.IsRefusedByTerritory || request.Held is not null))
            return refusal;
        AvailabilityWriter.WriteDryRun(
            request, Availability.RowOf(request, request.Route!, request.Operation.ToPolicy()));
        await request.Http.Response.BodyWriter.FlushAsync();
        return null;
    }
}
