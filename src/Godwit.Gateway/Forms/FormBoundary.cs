using Godwit.Gateway.ClientApi;
using Microsoft.Net.Http.Headers;

namespace Godwit.Gateway.Forms;

/// <summary>Whether a request's body is a form, and what parts it.</summary>
internal static class FormBoundary
{
    /// <summary>The boundary; null for a body that is no form, or one that this operation does not take.</summary>
    public static string? Of(GatewayRequest request) => request.Operation.TakesForm()
        && request.Http.Request.ContentType is { } text && HeaderText.IsPlain(text)
        && MediaTypeHeaderValue.TryParse(text, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is { Length: > 0 and <= 200 } boundary
            ? boundary : null;
}
