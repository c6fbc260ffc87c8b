using System.Text.Json;
using Godwit.Simulator.Serving;

namespace Godwit.Simulator.Wire;

/// <summary>Writes refusals in a provider's form.</summary>
internal static class ErrorBodies
{
    /// <summary>Writes the body and gives its status.</summary>
    public static int Write(Utf8JsonWriter json, Exchange exchange, ProviderError error)
    {
        string provider = exchange.Provider.Name;
        ReadOnlySpan<char> family = ProviderQuirks.FamilyOf(provider);
        bool region = error.Reason == ErrorReason.RegionRefused;
        if (exchange.Dialect == Dialect.Messages || (region && family is "anthropic"))
        {
            return MessagesErrors.Write(json, error, exchange.RequestId);
        }

        if (exchange.Dialect == Dialect.Gemini)
        {
            return WriteGemini(json, exchange, error);
        }

        // No refusal of a region is known of the others: they have OpenAI's, as every simulated provider.
        if (exchange.Dialect == Dialect.Converse
            || (exchange.Dialect >= Dialect.Converse && error.Reason != ErrorReason.RegionRefused))
        {
            return NativeErrors.Write(json, exchange.Dialect, error, exchange.RequestId);
        }

        if (region && family is "google-gemini")
        {
            return GeminiErrors.WriteInArray(json, error);
        }

        return WriteOpenAI(json, provider, error, exchange.RequestId);
    }

    // A stream that is an array has its refusal in an array too.
    private static int WriteGemini(Utf8JsonWriter json, Exchange exchange, ProviderError error) =>
        exchange.StreamsArray ? GeminiErrors.WriteInArray(json, error) : GeminiErrors.Write(json, error);

    private static int WriteOpenAI(Utf8JsonWriter json, string provider, ProviderError error, string requestId)
    {
        (int status, string type, string? code) = ErrorNames.Of(provider, error);
        ErrorShape shape = error.Reason == ErrorReason.RegionRefused
            ? ErrorShape.OpenAI
            : ProviderQuirks.Of(provider).Errors;
        switch (shape)
        {
            case ErrorShape.Flat:
                json.WriteStartObject();
                json.WriteString("object", "error");
                WriteFour(json, error, type, code);
                json.WriteEndObject();
                break;
            case ErrorShape.GoogleArray:
                WriteGoogle(json, status, type, error);
                break;
            case ErrorShape.Enveloped:
                WriteEnveloped(json, status, type, error, requestId);
                break;
            case ErrorShape.OpenAI when error.Reason == ErrorReason.ContentFiltered
                && ProviderQuirks.FamilyOf(provider) is "azure-openai":
                WriteAzureFilter(json, error);
                break;
            case ErrorShape.OpenAI when error.Reason == ErrorReason.RegionRefused:
                WriteRegionRefusal(json, error, type, code);
                break;
            default:
                WriteObject(json, shape, error, type, code, requestId);
                break;
        }

        return status;
    }

    private static void WriteObject(
        Utf8JsonWriter json, ErrorShape shape, ProviderError error, string type, string? code, string requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        switch (shape)
        {
            case ErrorShape.NumericCode:
                json.WriteString("code", code);
                json.WriteString("message", error.Message);
                break;
            case ErrorShape.TypeAndMessage:
                json.WriteString("type", type);
                json.WriteString("message", error.Message);
                break;
            case ErrorShape.WithoutParam:
                json.WriteString("code", code);
                json.WriteString("message", error.Message);
                json.WriteString("type", type);
                break;
            default:
                WriteFour(json, error, type, code);
                break;
        }

        json.WriteEndObject();
        if (shape == ErrorShape.WithRequestId)
        {
            json.WriteString("request_id", requestId);
        }
        else if (shape == ErrorShape.WithoutParam)
        {
            json.WriteString("id", requestId);
        }

        json.WriteEndObject();
    }

    private static void WriteFour(Utf8JsonWriter json, ProviderError error, string type, string? code)
    {
        json.WriteString("message", error.Message);
        json.WriteString("type", type);
        json.WriteString("param", error.Param);
        json.WriteString("code", code);
    }

    // Gateways match this refusal on its published form, so the order of the fields is kept as well.
    private static void WriteRegionRefusal(Utf8JsonWriter json, ProviderError error, string type, string? code)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", code);
        json.WriteString("message", error.Message);
        json.WriteNull("param");
        json.WriteString("type", type);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteGoogle(Utf8JsonWriter json, int status, string type, ProviderError error)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteNumber("code", status);
        json.WriteString("message", error.Message);
        json.WriteString("status", type);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteEnveloped(
        Utf8JsonWriter json, int status, string type, ProviderError error, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", type);
        json.WriteString("message", error.Message);
        json.WriteString("http_code", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
    }

    private static void WriteAzureFilter(Utf8JsonWriter json, ProviderError error)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteNull("type");
        json.WriteString("param", "prompt");
        json.WriteString("code", "content_filter");
        json.WriteNumber("status", 400);
        json.WriteStartObject("innererror");
        json.WriteString("code", "ResponsibleAIPolicyViolation");
        json.WritePropertyName("content_filter_result");
        FilterResults.Write(json, filtered: true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
