using System.Buffers;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Writes a generateContent request.</summary>
internal static class GeminiRequestWriter
{
    public static void Write(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        var writing = new GeminiWriting(request, context, json);
        json.WriteStartObject();
        GeminiContentsWriter.Write(writing);
        GeminiToolsWriter.Write(writing);
        GeminiConfigWriter.Write(writing);
        WriteRest(writing);
        json.WriteEndObject();
    }

    private static void WriteRest(GeminiWriting writing)
    {
        var request = writing.Request;
        WriteTier(writing);
        if (request.User is not null)
        {
            writing.Losses.Drop(request.PathOf(RequestField.User), "Gemini is not told who the end user is.");
        }

        if (request.ParallelToolCalls == false)
        {
            writing.Losses.Drop(
                request.PathOf(RequestField.ParallelToolCalls), "Gemini can't be held to one call at a time.");
        }

        if (!writing.SameDialect && request.Take("safetySettings") is { } safety)
        {
            writing.Json.WritePropertyName("safetySettings"u8);
            writing.Json.WriteRaw(safety.Value);
        }

        writing.WriteExtras("");
    }

    private static void WriteTier(GeminiWriting writing)
    {
        if (writing.Request.ServiceTier is not { } tier)
        {
            return;
        }

        var gemini = writing.SameDialect ? tier : tier switch
        {
            "flex" or "priority" or "standard" => tier,
            "default" or "standard_only" => "standard",
            _ => null,
        };
        if (gemini is not null)
        {
            writing.Json.WriteString("serviceTier"u8, gemini);
        }
        else if (tier != "auto")
        {
            writing.Losses.Drop(
                writing.Request.PathOf(RequestField.ServiceTier), "Gemini has no such tier; it decides itself.");
        }
    }
}
