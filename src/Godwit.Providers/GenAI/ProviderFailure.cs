using Godwit.Policy.Catalog;

namespace Godwit.Providers.GenAI;

/// <summary>A provider's failure, whatever its dialect: what it means and what may be done about it.</summary>
/// <param name="Class">What it means.</param>
/// <param name="Status">HTTP status of the provider; 0 when none came.</param>
/// <param name="Code">The provider's own code, if it gave one.</param>
/// <param name="Type">The provider's own error type, if it gave one.</param>
/// <param name="Message">The provider's own words, shortened; empty when it gave none that can be read.</param>
/// <param name="RetryAfter">How long the provider asks to wait.</param>
public sealed record ProviderFailure(
    FailureClass Class, int Status, string? Code, string? Type, string Message, TimeSpan? RetryAfter);
