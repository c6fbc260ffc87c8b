using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Gemini;

/// <summary>Checks one part of a content.</summary>
internal static class GeminiPartCheck
{
    private const string Struct = "type.googleapis.com/google.protobuf.Struct";

    private static readonly string[] Kinds =
    [
        "text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult",
    ];

    private static readonly FrozenSet<string> Known = Kinds.Concat(
        ["thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata"]).ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfCall = new[] { "id", "name", "args" }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfResponse =
        new[] { "id", "name", "response", "parts", "willContinue", "scheduling" }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfBlob = new[] { "mimeType", "data", "displayName" }.ToFrozenSet();

    public static ProviderError? Check(JsonElement part, string place)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            return GeminiFields.Invalid(place, $"Invalid value at '{place}': an object is expected.");
        }

        if (GeminiFields.Unknown(part, Known, place) is { } unknown)
        {
            return unknown;
        }

        int kinds = Kinds.Count(kind => GeminiFields.Has(part, kind));
        if (kinds != 1)
        {
            return GeminiFields.Invalid(place, kinds == 0
                ? $"Unable to submit request because {place}: oneof field 'data' must have one initialized field"
                : $"Invalid value at '{place}': oneof field 'data' is already set.");
        }

        if (GeminiFields.Has(part, "thoughtSignature")
            && !Base64.IsValid(GeminiFields.Text(part, "thoughtSignature") ?? " !"))
        {
            // The marks that switch the check off are words and no base64; they are let through by name.
            return GeminiCallCheck.SkipMarks.Contains(GeminiFields.Text(part, "thoughtSignature") ?? "")
                ? null
                : GeminiFields.Invalid(
                    place, $"Invalid value at '{place}.thought_signature' (TYPE_BYTES), Base64 decoding failed");
        }

        return CheckText(part, place) ?? CheckBlob(part, place) ?? CheckFile(part, place) ?? CheckCall(part, place)
            ?? CheckResponse(part, place);
    }

    private static ProviderError? CheckText(JsonElement part, string place) =>
        GeminiFields.TryGet(part, "text", out JsonElement text) && text.ValueKind != JsonValueKind.String
            ? GeminiFields.Invalid(place, $"Invalid value at '{place}.text' (TYPE_STRING)")
            : null;

    private static ProviderError? CheckBlob(JsonElement part, string place)
    {
        if (!GeminiFields.TryGet(part, "inlineData", out JsonElement blob))
        {
            return null;
        }

        if (blob.ValueKind != JsonValueKind.Object)
        {
            return GeminiFields.Invalid(place, $"Invalid value at '{place}.inline_data'.");
        }

        return GeminiFields.Unknown(blob, KnownOfBlob, place + ".inline_data")
            ?? (GeminiFields.Text(blob, "mimeType") is null
                ? GeminiFields.Invalid(place, $"* {place}.inline_data.mime_type: must be set")
                : GeminiFields.Text(blob, "data") is { Length: > 0 } data && Base64.IsValid(data)
                    ? null
                    : GeminiFields.Invalid(
                        place, $"Invalid value at '{place}.inline_data.data' (TYPE_BYTES), Base64 decoding failed"));
    }

    // Addresses of the open web are not fetched: only uploaded files, cloud storage and videos are.
    private static ProviderError? CheckFile(JsonElement part, string place)
    {
        if (!GeminiFields.TryGet(part, "fileData", out JsonElement file))
        {
            return null;
        }

        string uri = GeminiFields.Text(file, "fileUri") ?? "";
        bool known = uri.StartsWith("gs://", StringComparison.Ordinal)
            || uri.StartsWith("files/", StringComparison.Ordinal)
            || uri.Contains("/v1beta/files/", StringComparison.Ordinal)
            || uri.StartsWith("https://www.youtube.com/", StringComparison.Ordinal);
        return known
            ? null
            : GeminiFields.Invalid(place, $"Unsupported file URI type: {uri}. Only uploaded files can be named.");
    }

    private static ProviderError? CheckCall(JsonElement part, string place)
    {
        if (!GeminiFields.TryGet(part, "functionCall", out JsonElement call))
        {
            return null;
        }

        if (call.ValueKind != JsonValueKind.Object || string.IsNullOrEmpty(GeminiFields.Text(call, "name")))
        {
            return GeminiFields.Invalid(
                place, $"* GenerateContentRequest.{place}.function_call.name: Name cannot be empty.");
        }

        return GeminiFields.Unknown(call, KnownOfCall, place + ".function_call")
            ?? (GeminiFields.TryGet(call, "args", out JsonElement args) && args.ValueKind != JsonValueKind.Object
                ? GeminiFields.Invalid(place, $"Invalid value at '{place}.function_call.args' ({Struct})")
                : null);
    }

    private static ProviderError? CheckResponse(JsonElement part, string place)
    {
        if (!GeminiFields.TryGet(part, "functionResponse", out JsonElement response))
        {
            return null;
        }

        if (response.ValueKind != JsonValueKind.Object || string.IsNullOrEmpty(GeminiFields.Text(response, "name")))
        {
            return GeminiFields.Invalid(
                place, $"* GenerateContentRequest.{place}.function_response.name: Name cannot be empty.");
        }

        return GeminiFields.Unknown(response, KnownOfResponse, place + ".function_response")
            ?? (GeminiFields.Object(response, "response").ValueKind != JsonValueKind.Object
                ? GeminiFields.Invalid(
                    place, $"Invalid value at '{place}.function_response.response' ({Struct})")
                : null);
    }
}
