using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>Names a client's end user for counters; what names none counts as the key's own.</summary>
internal static class EndUserScope
{
    public static string Of(GatewayRequest request)
    {
        var named = request.Scan.EndUser;
        return named.Length == 0
            ? request.Key!.Name
            : EndUserName.Of(request.Key!.Name, request.Body.Span.Slice(named.Start, named.Length));
    }
}
