namespace Godwit.Policy.Catalog;

/// <summary>What a class of failure means for what comes next.</summary>
public static class FailureClasses
{
    extension(FailureClass failure)
    {
        /// <summary>The same request to the same model may succeed a little later.</summary>
        public bool Retryable => failure is FailureClass.RateLimit or FailureClass.Overloaded
            or FailureClass.ServerError or FailureClass.Connection or FailureClass.Timeout;

        /// <summary>
        /// Another target may serve the request. A wrong request is wrong everywhere, and one that a content filter
        /// refused is not carried from provider to provider until one lets it pass.
        /// </summary>
        public bool AnotherTargetMayServe => failure is not (FailureClass.BadRequest or FailureClass.ContentFilter);
    }
}
