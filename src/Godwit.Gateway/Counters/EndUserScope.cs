using System.Security.Cryptography;

namespace Godwit.Gateway.Counters;

/// <summary>Names a client's end user for counters, without telling who it is.</summary>
internal static class EndUserScope
{
    // Enough that no two end users of one key share a count by chance.
    private const int HashBytes = 12;

    public static string Of(GatewayRequest request)
    {
        var named = request.Scan.EndUser;
        if (named.Length == 0)
            return request.Key!.Name;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(request.Body.Span.Slice(named.Start, named.Length), hash);
        return $"{request.Key!.Name}/{Convert.ToHexStringLower(hash[..HashBytes])}";
    }
}
