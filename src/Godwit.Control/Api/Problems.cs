using System.Globalization;
using Godwit.Control.Resources;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Godwit.Control.Api;

/// <summary>Makes the errors of the admin API.</summary>
internal static class Problems
{
    public static IResult Invalid(IReadOnlyList<ConfigurationError> errors) => Result(
        StatusCodes.Status422UnprocessableEntity, "invalid_configuration",
        errors.Count == 1 ? "The configuration has an error" : $"The configuration has {errors.Count} errors",
        "Nothing was changed.", [.. errors.Select(ProblemError.From)]);

    public static IResult Conflict(IReadOnlyList<EditConflict> conflicts) => Result(
        StatusCodes.Status409Conflict, "conflict", "The resources cannot be changed like this", "Nothing was changed.",
        [.. conflicts.Select(c => new ProblemError
        {
            Resource = c.Key.ToString(), Message = c.Message,
            CurrentVersion = c.CurrentVersion == 0 ? null : c.CurrentVersion,
        })]);

    public static IResult NotFound(string what) =>
        Result(StatusCodes.Status404NotFound, "not_found", $"{what} does not exist");

    public static IResult BadRequest(string what, params IReadOnlyList<string> accepted) => Result(
        StatusCodes.Status400BadRequest, "bad_request", what,
        accepted.Count == 0 ? null : $"Accepted: {string.Join(", ", accepted)}.");

    public static IResult TooLarge(int limitBytes) => Result(
        StatusCodes.Status413PayloadTooLarge, "too_large", "The body is too large",
        string.Create(CultureInfo.InvariantCulture, $"At most {limitBytes} bytes are read."));

    public static IResult Unauthorized() => Result(
        StatusCodes.Status401Unauthorized, "unauthorized", "The admin token is missing or wrong",
        "Send Authorization: Bearer with the token from GODWIT_ADMIN_TOKEN, "
        + "or from the file admin-token in the data folder.");

    public static IResult TooManyFailures(TimeSpan wait) => Result(
        StatusCodes.Status429TooManyRequests, "too_many_failures",
        "Too many wrong tokens or passwords from this address",
        string.Create(CultureInfo.InvariantCulture, $"Try again in {Math.Ceiling(wait.TotalSeconds):0} seconds."));

    public static IResult StoreAway(string reason) => Result(
        StatusCodes.Status503ServiceUnavailable, "store_away", "The store cannot be used at present", reason);

    public static IResult NotSent(string notice, string state) => Result(
        StatusCodes.Status409Conflict, "not_sent", $"Notice {notice} was not sent: it is {state}",
        "Only a message that was sent can come back.");

    public static IResult GrantNotLive(string grant) => Result(
        StatusCodes.Status409Conflict, "grant_not_live", $"Grant '{grant}' is not in force",
        "Only what can be used now has a balance that can be corrected.");

    public static IResult NotAvailable(string what) =>
        Result(StatusCodes.Status501NotImplemented, "not_available", what);

    /// <summary>The problem that an answer's status alone tells.</summary>
    public static IResult OfStatus(HttpContext context)
    {
        var sent = context.Request.ContentType is { Length: > 0 } type ? type : "none";
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Result(404, "not_found", $"{context.Request.Path} does not exist"),
            StatusCodes.Status405MethodNotAllowed => Result(
                405, "method_not_allowed", $"{context.Request.Path} does not take {context.Request.Method}"),
            StatusCodes.Status415UnsupportedMediaType => Result(
                415, "unsupported_media_type", "The body's media type is not accepted",
                $"Content-Type is {sent}. Accepted: application/json, and for resources application/yaml too."),
            var status => Result(status, "failed", ReasonPhrases.GetReasonPhrase(status)),
        };
    }

    private static JsonHttpResult<Problem> Result(
        int status, string code, string title, string? detail = null, IReadOnlyList<ProblemError>? errors = null) =>
        TypedResults.Json(
            new Problem
            {
                Type = $"urn:godwit:problem:{code}", Title = title, Status = status, Detail = detail, Errors = errors,
            },
            AdminJsonContext.Default.Problem, Problem.MediaType, status);
}
