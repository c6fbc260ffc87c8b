using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Gateway.State;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.ResponseState;

/// <summary>
/// Encrypted reasoning opens for the account alone that made it. Where a provider has several, a sealed mark before it
/// says which, and is taken off again when the client sends it back.
/// </summary>
internal sealed class ReasoningMark(SealedIds ids)
{
    private const byte End = (byte)'.';

    /// <summary>The mark for what an account makes; null where its provider has only one.</summary>
    public byte[]? For(GatewayRequest request)
    {
        var project = request.Key!.Project;
        return request.Credential.Account is { Length: > 0 } account
            && ids.Seal(new SealedId(
                SealedIdPurpose.Reasoning, project.Organization, project.Name, request.Target!.Provider.Name, "")
            {
                Account = account,
            }) is { } mark
            ? [.. Encoding.ASCII.GetBytes(mark), End] : null;
    }

    /// <summary>
    /// Takes the marks off a request, which goes to the account that made the last of what it sends back.
    /// </summary>
    /// <returns>True when the body was changed.</returns>
    public bool TakeOff(GatewayRequest request)
    {
        if (request.Body.Span.IndexOf("\"gwr_"u8) < 0)
            return false;
        var edits = new BodyEdits();
        var json = new Utf8JsonReader(request.Body.Span, new() { MaxDepth = RequestScan.MaxDepth });
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("encrypted_content"u8))
                continue;
            json.Read();
            if (json.TokenType != JsonTokenType.String || json.ValueSpan.IndexOf(End) is not (> 0 and var end)
                || Open(request, json.ValueSpan[..end]) is not { } made)
                continue;
            edits.Replace(new ByteRange((int)json.TokenStartIndex + 1, end + 1), []);
            if (request.Held is null or { Kind: HeldKind.Reasoning })
                request.Held = new HeldState(HeldKind.Reasoning, made.Provider, made.Account);
        }

        if (!edits.Any)
            return false;
        var written = new ArrayBufferWriter<byte>(request.Body.Length);
        edits.Write(request.Body.Span, written);
        request.Body.Release();
        request.Body.Write(written.WrittenSpan);
        return true;
    }

    private SealedId? Open(GatewayRequest request, ReadOnlySpan<byte> mark) => ids.Open(
        SealedIdPurpose.Reasoning, request.Key!.Project, Encoding.UTF8.GetString(mark));
}
