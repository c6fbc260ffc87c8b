using System.Globalization;
using Godwit.Gateway.Counters;
using Godwit.Policy.Territories;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ClientApi;

/// <summary>The <c>x-godwit-…</c> headers of every answer. None of them reveals one tenant to another.</summary>
internal static class AnswerHeaders
{
    private static readonly string[] Decisions = ["none", "served", "rerouted", "observed", "refused"];
    private static readonly string[] Confidences = ["none", "low", "medium", "high", "certain"];

    // One text per territory and confidence, made when it is first needed: at most 3,385 of them.
    private static readonly string?[] Territories = new string?[TerritoryCode.IndexCount * Confidences.Length];

    public static void Write(GatewayRequest request)
    {
        var headers = request.Http.Response.Headers;
        headers["x-godwit-request-id"] = request.Id.ToString();
        if (request.Notice is { } notice)
            WriteNotice(headers, notice);
        if (!request.Operation.AsksProvider())
            return;
        headers["x-godwit-decision"] = Decisions[(int)request.Plan.Decision];
        if (request.Key is not null)
            headers["x-godwit-territory"] = TerritoryText(request.Location.Evidence);
        LimitHeaders.Write(request);
        headers["x-godwit-attempts"] = AttemptsText(request.AttemptsBegun);
        if (request.Target is { } target)
        {
            headers["x-godwit-provider"] = target.Provider.Name;
            if (target.Model.Length > 0)
                headers["x-godwit-model"] = target.Model;
            headers["x-godwit-loss"] = LossText.Of(request.Losses);
            if (target.Provider.Simulated)
                headers["x-godwit-simulated"] = "true";
        }
    }

    /// <summary>
    /// Cost of the answer, when its usage is known before its headers leave: on answers that are not streamed.
    /// </summary>
    public static void WriteCost(GatewayRequest request, Policy.Pricing.Cost cost) =>
        request.Http.Response.Headers["x-godwit-cost"] = CostText.Of(cost);

    /// <summary>RFC 8594: from when on the caller will be refused, and where that is announced.</summary>
    private static void WriteNotice(IHeaderDictionary headers, TerritoryNotice notice)
    {
        headers["Sunset"] = notice.Sunset;
        if (notice.Link is { } link)
            headers.Append("Link", link);
    }

    private static string AttemptsText(int count) => count switch
    {
        0 => "0",
        1 => "1",
        2 => "2",
        _ => count.ToString(CultureInfo.InvariantCulture),
    };

    private static string TerritoryText(AddressEvidence evidence)
    {
        ref var text = ref Territories[(evidence.Best.Index * Confidences.Length) + (int)evidence.Confidence];
        return text ??= $"{evidence.Best}; source=address; confidence={Confidences[(int)evidence.Confidence]}";
    }
}
